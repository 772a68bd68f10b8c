"""Texts the product speaks with, versioned, in files beside this one; code holds none of them.

words = load("extractive")
words.render("closest", title="…", key="pmid:1")
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template
from types import MappingProxyType

from index.errors import PromptError

__all__ = ["Prompt", "load"]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One file of texts: `version` is written into every answer made with it."""

    name: str
    version: str
    texts: Mapping[str, Template]

    def render(self, text: str, /, **values: str) -> str:
        """One text with its variables filled in; raises PromptError naming those not given."""
        template = self.texts.get(text)
        if template is None:
            raise PromptError(f"prompt {self.name!r} has no text {text!r}", "Add it to the file")
        missing = sorted(set(template.get_identifiers()) - set(values))
        if missing:
            raise PromptError(
                f"text {text!r} of prompt {self.name!r} needs {', '.join(missing)}", "Give them"
            )
        return template.substitute(values)


@cache
def load(name: str) -> Prompt:
    """The prompt file of this name; raises PromptError if there is none."""
    file = resources.files(__name__).joinpath(f"{name}.toml")
    if not file.is_file():
        raise PromptError(f"there is no prompt {name!r}", "See the files in prompts/")
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    texts = {key: Template(text.strip()) for key, text in content["texts"].items()}
    return Prompt(name, content["version"], MappingProxyType(texts))
