"""Files that are no model, each in a process of its own: native code may end it."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import ModelError
from qa.llm.gguf import served_file

OPENING = """
import sys
from pathlib import Path
from index.errors import ModelError
from qa.llm.gguf import served_file
try:
    served_file(Path(sys.argv[1]), None)
except ModelError as error:
    print(error)
"""
# Version 3, with numbers of tensors and of values that do not follow.
TRUNCATED = b"GGUF" + (3).to_bytes(4, "little") + (290).to_bytes(8, "little") * 2 + b"\x14"


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.gguf cannot be read") as error:
        served_file(tmp_path / "none.gguf", None)
    assert error.value.remedy == "Give a file: gguf:/path/model.gguf"


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        served_file(tmp_path, None)


@pytest.mark.parametrize("content", [b"", b"GG", b"ggml....", b"PK\x03\x04"])
def test_a_file_of_another_kind(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.gguf").write_bytes(content)
    with pytest.raises(ModelError, match=r"a\.gguf is no GGUF file"):
        served_file(tmp_path / "a.gguf", None)


def test_a_file_in_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.gguf").write_bytes(b"other")
    with pytest.raises(ModelError, match=str(tmp_path)):
        served_file(Path("~/a.gguf"), None)


def test_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.gguf").write_bytes(TRUNCATED)
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ModelError, match=r"pip install 'abstractqa\[gguf\]'"):
        served_file(tmp_path / "a.gguf", None)


@pytest.mark.parametrize("content", [b"GGUF", TRUNCATED], ids=["magic-only", "truncated"])
def test_a_file_that_breaks_off(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("xllamacpp")
    path = tmp_path / "a.gguf"
    path.write_bytes(content)
    done = subprocess.run(  # noqa: S603  (this interpreter, with a program of this file)
        [sys.executable, "-c", OPENING, str(path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{path} cannot be loaded (")
    assert done.stdout.endswith("Is it a chat model, and whole?\n")
