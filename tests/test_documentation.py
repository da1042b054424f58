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
