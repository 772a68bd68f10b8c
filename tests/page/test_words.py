"""All that the page says stands in its file, and all that stands there is said."""

import re
from pathlib import Path

import qa.page
from prompts import load

FOLDER = Path(qa.page.__file__).parent
SOURCES = [*FOLDER.rglob("*.py"), *FOLDER.glob("*.jinja"), *FOLDER.glob("*.js")]


def test_every_text_is_used_and_every_use_has_its_text() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SOURCES)
    texts = load("page").texts
    # Names made at run time: stages of a job, and forms of export by their own names.
    made = {"stage_reading", "stage_embedding"}
    unused = [name for name in texts if not re.search(rf"\b{re.escape(name)}\b", code)]
    assert set(unused) == made
    asked = set(re.findall(r'say\("([\w-]+)"', code))
    assert asked <= set(texts)


def test_nothing_is_asked_for_elsewhere() -> None:
    for path in [*SOURCES, FOLDER / "style.css"]:
        assert not re.search(r"https?://|@import|url\(", path.read_text("utf-8")), path.name
