"""Words without their endings: enough to see that two are forms of one."""

import re
from functools import lru_cache

_BRITISH = (("ae", "e"), ("oe", "e"), ("our", "or"), ("ys", "yz"), ("is", "iz"), ("ph", "f"))
_ENDINGS = re.compile(
    r"(?:i(?:es|ed|er|est)|ing(?:ly|s)?|(?:at|it|iz)ions?|ions?|edly|ed|es|s|ly|e|y|al|ally|"
    r"ness|ments?|ive(?:ly)?|ance|ence|ant|ent|ous)$"
)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The small-letter word without its ending, British and American spelling made one."""
    for british, american in _BRITISH:
        word = word.replace(british, american)
    for _ in range(2):
        cut = _ENDINGS.sub("", word)
        if len(cut) < 3:
            break
        word = cut
    return word


def stems(words: str) -> frozenset[str]:
    """The stems of a list of words."""
    return frozenset(stem(word) for word in words.split())
