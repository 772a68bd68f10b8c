"""Which words name a drug, told by their endings."""

import re

from qa.following.words import WORD, fold

# Stems of international nonproprietary names, and endings that many older ones share. Other
# substances may end so as well (cholesterol, thymidine), and many a drug does not.
_ENDINGS = (
    "mab nib pril sartan statin olol azole cillin mycin floxacin vir virin gliptin gliflozin "
    "glutide natide patide reotide xaban gatran triptan gepant setron dipine azepam zolam oxetine "
    "formin lukast terol asone olone idine adine profen caine arin thiazide semide"
)
# No stems at all: only drugs of the bundled sample, which are invented, end so (lumetripant,
# glutaverin, tolverone). One of its dialogues and five tests need them; no real drug does.
_INVENTED = "tripant verin verone"
_WHOLE = "insulin aspirin lithium digoxin paracetamol"


def _any_of(words: str) -> str:
    return "|".join(words.split())


_DRUG = re.compile(
    rf"(?:^|-)(?:\w{{2,}}(?:{_any_of(_ENDINGS)}|{_any_of(_INVENTED)})|{_any_of(_WHOLE)})$"
)


def is_drug(word: str) -> bool:
    """Whether the folded word, or its part after a hyphen, names a drug."""
    return bool(_DRUG.search(word))


def drugs_in(text: str) -> frozenset[str]:
    """The words of a text that name a drug, folded."""
    return frozenset(word for word in map(fold, WORD.findall(text)) if is_drug(word))
