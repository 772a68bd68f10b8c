"""The page's parts over the sample: real answers, real conversations, no browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa import Library
from qa.serving import ServerSettings, Service


@pytest.fixture
def service(library: Library, tmp_path: Path) -> Iterator[Service]:
    """The sample as the page is given it; the library outlives it."""
    made = Service.over(library.using(), ServerSettings(data=tmp_path))
    made.jobs.open()
    yield made
    made.close()
