"""Where an optional package is missing, what the message says to type works from where Yinju runs."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import YinjuError
from index.extras import PACKAGES, install_command

ROOT = Path(__file__).resolve().parents[2]


def test_the_packages_are_those_of_the_project() -> None:
    tomllib = pytest.importorskip("tomllib", reason="read with the standard library from Python 3.11 on")
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]

    def flat(extra: str) -> set[str]:
        names: set[str] = set()
        for requirement in told[extra]:
            ours = re.fullmatch(r"yinju\[([\w,]+)\]", requirement)
            names |= set().union(*map(flat, ours[1].split(","))) if ours else {requirement}
        return names

    for extra, packages in PACKAGES.items():
        assert flat(extra) == set(packages), extra


def test_from_a_checkout_the_extra_is_installed_with_its_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "executable", str(ROOT / ".venv" / "bin" / "python"))
    assert install_command("office", ROOT) == ".venv/bin/python -m pip install -c constraints.txt -e '.[office]'"


def test_from_elsewhere_the_command_still_names_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    checkout = tmp_path / "my code"
    checkout.mkdir()
    for name in ("pyproject.toml", "constraints.txt"):
        (checkout / name).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", "/opt/python")
    expected = f"/opt/python -m pip install -c '{checkout}/constraints.txt' -e '{checkout}[web]'"
    assert install_command("web", checkout) == expected


def test_without_a_checkout_the_packages_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", "/opt/python")
    command = install_command("office", tmp_path)
    assert command == "/opt/python -m pip install 'openpyxl>=3.1' 'python-docx>=1.1.2'"


def _word() -> object:
    from ui.office.word import word_document

    return word_document("标题", ())


def _comments() -> object:
    from ui.office.checked_docx import commented_docx
    from ui.office.draft_files import parse_draft

    return commented_docx(parse_draft("一句话。".encode(), "a.txt"), ())


def _table() -> object:
    from retriever.targets.export import as_xlsx
    from retriever.targets.table_layout import Grid

    return as_xlsx(Grid((), ()))


def _measures() -> object:
    from eval.measures.ranking import evaluate

    return evaluate({}, {}, ["P@1"])


def _page() -> object:
    from ui.cli.serve import serve

    return serve(index=Path("nowhere"), host="127.0.0.1", port=0)


def _api() -> object:
    from ui.cli.serve import serve

    return serve(index=Path("nowhere"), host="127.0.0.1", port=0, api_only=True)


def _mcp() -> object:
    from ui.cli.mcp import mcp

    return mcp(index=Path("nowhere"), port=0)


def _picture() -> object:
    from index.loading.images import read_pictures

    return read_pictures(b"\x89PNG", "a.png")


def _model() -> object:
    from index.encoders.transformer import _open

    return _open("name", local=True)


@pytest.mark.parametrize(
    ("missing", "extra", "use"),
    [
        ("docx", "office", _word),
        ("docx", "office", _comments),
        ("openpyxl", "office", _table),
        ("ir_measures", "eval", _measures),
        ("gradio", "web", _page),
        ("fastapi", "api", _api),
        ("mcp.server.mcpserver", "mcp", _mcp),
        ("sentence_transformers", "models", _model),
        ("PIL", "ocr", _picture),
    ],
)
def test_every_message_about_a_missing_package_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch, missing: str, extra: str, use: Callable[[], object]
) -> None:
    for name in [name for name in sys.modules if name == missing or name.startswith(f"{missing}.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(YinjuError) as error:
        use()
    assert str(error.value).endswith(f"install it with: {install_command(extra)}")


def test_nobody_is_sent_to_a_package_index_for_yinju() -> None:
    told = [
        str(path.relative_to(ROOT))
        for package in ("index", "retriever", "eval", "ui")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"pip install\W+yinju", path.read_text(encoding="utf-8"))
    ]
    assert told == []
