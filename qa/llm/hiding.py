"""Keys kept out of what is told."""

import os
import re

from qa.llm.named import NO_KEY, Named

# What looks like one, or like one with its middle starred out.
_KEY = re.compile(
    r"\b(?:sk|key|hf|gsk|xai|pk)[-_][\w.*-]{6,}|(?i:bearer) +[\w.-]{8,}|[\w-]*\*{4,}[\w-]*"
)
_HIDDEN = "[key]"


class Secrets:
    """What must not be shown: the key in use, and any other that the environment holds."""

    def __init__(self, named: Named) -> None:
        held = (v for k, v in os.environ.items() if re.search(r"KEY|TOKEN|SECRET", k))
        self._known = sorted(
            {one for one in (named.key or "", *held) if len(one) >= 6 and one != NO_KEY},
            key=len,
            reverse=True,
        )

    def hidden(self, text: str) -> str:
        """The text without them, and without what looks like one."""
        for one in self._known:
            text = text.replace(one, _HIDDEN)
        return _KEY.sub(_HIDDEN, text)
