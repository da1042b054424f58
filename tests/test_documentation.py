"""Documentation that cannot drift: what is public is listed, what is shown runs, the reference is the program's."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from index import types
from tests.ui.running import environment

ROOT = Path(__file__).resolve().parents[1]
PYTHON = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
PAGES = [path for path in (ROOT / "docs" / "python.md", ROOT / "README.md", ROOT / "README.zh.md") if path.is_file()]
DOCS = [*sorted((ROOT / "docs").rglob("*.md")), *(path for path in PAGES if path.parent == ROOT)]
CODE = [path for package in ("index", "retriever", "eval", "ui", "scripts") for path in (ROOT / package).rglob("*.py")]
PATH = re.compile(r"(?<![\w./-])(?:index|retriever|eval|ui|scripts|tests|docs|seeds)/[\w./-]*[\w/](?![\w<*{])")
MODULE = re.compile(r"`((?:\w+/)*\w+\.py)`")
ROLE = re.compile(r":\w+:`[~!]?((?:index|retriever|eval|ui|scripts)(?:\.\w+)+)`")
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")
EXAMPLE = re.compile(r"```python\n(?P<code>.*?)```\n(?:[^`]*?)```text\n(?P<out>.*?)```", re.DOTALL)


@pytest.mark.parametrize("package", ["index", "retriever"])
def test_what_is_public_exists_and_is_described(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__all__ == sorted(module.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
    section = PYTHON.split(f"## `{package}`\n")[1].split("\n## ")[0]
    described = re.findall(r"^\| `(\w+)", section, re.MULTILINE)
    assert sorted(described) == sorted(module.__all__)
    for name in module.__all__:
        value = getattr(module, name)
        assert name.isupper() or value.__doc__
    with pytest.raises(AttributeError, match="no attribute 'anything'"):
        module.anything  # noqa: B018  (the look-up is what is tested)


def test_records_that_are_described_exist_with_their_fields() -> None:
    table = PYTHON.split("## Reading the records\n")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", table, re.MULTILINE))
    for record in ("Answer", "AnswerItem", "Citation", "Hit"):
        fields = set(getattr(types, record).__dataclass_fields__)
        assert fields <= set(re.findall(r"\w+", rows[record])), record


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_example_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    examples = list(EXAMPLE.finditer(page.read_text(encoding="utf-8")))
    if not examples:
        pytest.skip("no example with its output on this page")
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    for example in examples:
        done = subprocess.run(
            [sys.executable, "-c", example["code"]],
            cwd=tmp_path,
            env=environment({"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}),
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.stderr.decode() == ""
        assert done.stdout.decode().strip() == example["out"].strip()


def test_the_reference_of_commands_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.make_cli_reference", "--check"],
        cwd=ROOT,
        env=environment({}),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, "run: python -m scripts.make_cli_reference"


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [page for page in DOCS if page.parent.name != "decisions"], ids=relative)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    modules = [f"/{relative(path)}" for path in CODE]
    assert [name for name in PATH.findall(text) if not (ROOT / name).exists()] == []
    assert [
        name
        for name in MODULE.findall(text)
        if not (ROOT / name).exists() and not any(module.endswith(f"/{name}") for module in modules)
    ] == []


def test_every_file_and_module_that_the_code_names_exists() -> None:
    texts = {relative(path): path.read_text(encoding="utf-8") for path in CODE}
    assert len(texts) > 100
    assert [
        (path, name) for path, text in texts.items() for name in PATH.findall(text) if not (ROOT / name).exists()
    ] == []
    assert [(path, name) for path, text in texts.items() for name in ROLE.findall(text) if not is_named(name)] == []


def is_named(dotted: str) -> bool:
    """Whether a dotted name is a module or package, or begins with one that holds the name after it."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:length])
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if file.is_file():
            rest = parts[length:]
            return not rest or re.search(rf"\b{rest[0]}\b", file.read_text(encoding="utf-8")) is not None
    return False


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", DOCS, ids=relative)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        linked = page.parent / target if target else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), f"{target}#{anchor}"


def test_the_index_of_the_documentation_lists_every_page() -> None:
    contents = ROOT / "docs" / "README.md"
    listed = {(contents.parent / target).resolve() for target, _ in LINK.findall(contents.read_text(encoding="utf-8"))}
    assert [relative(page) for page in DOCS if page != contents and page.resolve() not in listed] == []
