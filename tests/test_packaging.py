"""What an installed package holds beside code: nothing that it needs is left in the repository."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_file_of_a_package_is_installed_with_it() -> None:
    chosen = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    globs = chosen["tool"]["setuptools"]["package-data"]
    left = [
        str(file.relative_to(ROOT))
        for package in ("index", "qa", "prompts")
        for file in sorted((ROOT / package).rglob("*"))
        if file.is_file() and file.suffix not in (".py", ".pyc")
        if not any(
            fnmatch(file.name, pattern)
            for name in ("*", ".".join(file.relative_to(ROOT).parts[:-1]))
            for pattern in globs.get(name, ())
        )
    ]
    assert left == []
