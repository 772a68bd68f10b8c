"""The author that the settings name, put together: model, check, second opinion."""

from dataclasses import replace

from index.store import Store
from qa.checking.checker import check
from qa.following import Sense
from qa.llm.author import Author
from qa.llm.differing import disagree
from qa.llm.grading import Judges
from qa.llm.models import open_writer
from qa.llm.named import named_by
from qa.llm.opinion import Opinion
from qa.settings import Settings

_BY_MODEL = "llm"


def open_author(store: Store, settings: Settings, sense: Sense | None = None) -> Author:
    """Raises SettingsError or ModelError if the model named cannot be used."""
    writer = open_writer(named_by(settings))
    judges = Judges(check, disagree)
    if settings.verify == _BY_MODEL:
        judges = replace(judges, second=Opinion(writer))
    elif settings.verify:
        from qa.checking.nli import with_inference  # noqa: PLC0415  (loads another model)

        judges = replace(judges, check=with_inference(check, settings.verify.partition(":")[2]))
    return Author(store, settings, writer, judges, sense)
