"""What the check says stands in prompts/checking.toml, and nowhere in its code."""

import ast
from pathlib import Path

import qa.checking
from prompts import load

FILES = sorted(Path(qa.checking.__file__).parent.glob("*.py"))
CALLS = [
    (path.name, call)
    for path in FILES
    for call in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(call, ast.Call)
]


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def test_every_text_is_said_somewhere() -> None:
    code = "\n".join(path.read_text("utf-8") for path in FILES)
    assert [name for name in load("checking").texts if f'"{name}"' not in code] == []


def test_no_reason_is_worded_in_a_finding() -> None:
    made = [(name, call) for name, call in CALLS if called(call) in ("Finding", "Support")]
    reasons = [(name, arg) for name, call in made for arg in call.args[1:2]]
    words = [
        (name, part.value)
        for name, reason in reasons
        for part in ast.walk(reason)
        if isinstance(part, ast.Constant)
    ]
    assert len(reasons) > 10
    assert [one for one in words if one[1] not in load("checking").texts] == []


def test_no_reason_is_put_together_from_words() -> None:
    assigned = [
        (path.name, node.lineno)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id in ("reason", "reasons") for t in node.targets)
        and isinstance(node.value, ast.Constant | ast.JoinedStr)
    ]
    assert assigned == []
