"""A question: its vector, the words that matter in it, and what kind of answer it asks for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from index.embedder import Vectors
from index.errors import SettingsError
from index.store import Store
from qa.characters import encodable

# Words of asking, not of the subject: they say nothing about which article answers. Stems, as the
# lexical index makes them; its own list has already taken out "the", "of", "not" and their like.
_ASKING = frozenset(
    "what which who whom whose when where why how doe did do has have had can could would should "
    "may might will been being am were we you i me my our your he she it from about between among "
    "after before during than then so such into per any some most more less other use used using "
    "show found find report respect character differ receiv those patient compar versu vs ani "
    "tell give know happen actual exact much mani long often there whether either both each "
    "effect".split()
)
# What every abstract has: a question about these alone names no subject.
_OF_ANY = frozenset(
    "abstract aim articl author background conclud conclus goal import main messag method object "
    "paper purpos research result studi trial".split()
)
_NUMBER = re.compile(
    r"\b(?:how (?:many|much|long|often|large|high|common|big|old|far|fast|soon|frequent\w*|likely)|"
    r"by how|(?:what|which|at what|to what) (?:\w+ ){0,4}?(?:proportion|percent\w*|rates?|"
    r"incidence|prevalence|frequency|number|dos(?:e|es|age)|fraction|share|risk|odds|ratio|"
    r"levels?|concentration|duration|ages?|median|mean|average|cut-?off|sensitivity|"
    r"specificity|accuracy|extent|size|temperature|score|threshold|interval|yield|cost))\b",
    re.IGNORECASE,
)

_COMPARISON = re.compile(
    r"\b(?:\w+er than|weaker|stronger|better|worse|less|more|greater|lower|higher|fewer|superior|"
    r"inferior|versus|vs|compar\w+|differ\w*|outperform\w*|between|"
    r"as (?:well|good|effective) as)\b",
    re.IGNORECASE,
)
_METHOD = re.compile(
    r"\b(?:was|were|is|are|did|do) .{0,120}?\b(?:used|measured|assessed|defined|recruited|enrolled|"
    r"included|studied|tested|induced|given|randomi[sz]ed|diagnosed|identified|analy[sz]ed|collected|"
    r"followed|sampled|screened)\b|"
    r"\b(?:what|which) (?:methods?|design|models?|scale|instrument|tool|assay|technique|population|"
    r"doses?)\b|\bhow (?:was|were)\b|how many (?:patients|participants|people|women|men|"
    r"children|subjects|animals|studies|trials|centres|centers|hospitals)",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^\s*(?:do|does|did|is|are|was|were|can|could|should|has|have|will|would)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question made ready: `vector` is unit length, `terms` maps each word stem that matters to
    its weight, by rarity in the store; the flags say what kind of answer it asks for."""

    text: str
    vector: Vectors
    terms: Mapping[str, float]
    asks_number: bool
    asks_comparison: bool
    asks_method: bool
    asks_yes_no: bool

    @property
    def weight(self) -> float:
        """Sum of the terms' weights."""
        return sum(self.terms.values())

    @property
    def names_subject(self) -> bool:
        """Whether anything in it tells one article from another."""
        return not is_of_asking(self.terms)

    def coverage(self, terms: frozenset[str]) -> float:
        """The share of the question's weight that these stems hold, 0-1."""
        held = sum(weight for term, weight in self.terms.items() if term in terms)
        return held / self.weight if self.weight else 0.0


def is_of_asking(stems: Iterable[str]) -> bool:
    """Whether these stems are all of asking, or of any abstract."""
    return _ASKING.union(_OF_ANY).issuperset(stems)


def checked(text: str) -> str:
    """The question, trimmed; raises SettingsError when it is no text or there is none in it."""
    if not isinstance(text, str):
        raise SettingsError(f"a question is text, not {type(text).__name__}", "Give a str")
    if not text.strip():
        raise SettingsError(
            "the question is empty",
            'Ask something: abstractqa ask "Does metformin delay diabetes?"',
        )
    return encodable(text.strip())


def prepare(text: str, store: Store) -> Question:
    """The question as retrieval and the choice of sentences need it."""
    return Question(
        text=text,
        vector=store.embedder.query(text),
        terms=MappingProxyType(subject_terms(text, store)),
        asks_number=bool(_NUMBER.search(text)),
        asks_comparison=bool(_COMPARISON.search(text)),
        asks_method=bool(_METHOD.search(text)),
        asks_yes_no=bool(_YES_NO.search(text)),
    )


def subject_terms(text: str, store: Store) -> dict[str, float]:
    """The question's word stems with their weights; all of them if it has none but asking words."""
    stems = list(dict.fromkeys(store.lexical.terms(text)))
    subject = [stem for stem in stems if stem not in _ASKING] or stems
    return {stem: store.lexical.weight(stem) for stem in subject}
