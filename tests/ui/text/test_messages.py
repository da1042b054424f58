import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.text.messages import TRANSLATIONS, localised

ROOT = Path(__file__).resolve().parents[3]


def templates(tree: ast.AST) -> Iterator[str]:
    """Yield every string of a module, formatted parts as {}."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def bare(template: str) -> str:
    return re.sub(r"\{\w+\}", "{}", template)


def test_every_row_translates_a_message_of_the_code() -> None:
    spoken = {
        template
        for package in ("index", "retriever", "eval", "ui")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "messages.py"
        for template in templates(ast.parse(path.read_text(encoding="utf-8")))
    }
    # A sentence that its code writes with a remainder may come without one.
    known = spoken | {template.removesuffix(" {}") for template in spoken}
    assert [english for english, _ in TRANSLATIONS if bare(english) not in known] == []


def test_both_sides_of_a_row_have_the_same_places() -> None:
    for english, chinese in TRANSLATIONS:
        assert set(re.findall(r"\{(\w+)\}", chinese)) == set(re.findall(r"\{(\w+)\}", english)), english


@pytest.mark.parametrize(
    ("language", "message", "expected"),
    [
        ("zh", "深圳.txt is empty: leave it out, or fetch it again.", "深圳.txt 是空文件:请去掉它,或重新获取。"),
        ("zh-TW", "体制.txt is empty: leave it out, or fetch it again.", "体制.txt 是空文件:請去掉它,或重新獲取。"),
        (
            "zh",
            "x.txt is a PDF, not text: save its text as .txt, .md or .html in UTF-8.",
            "x.txt 是 PDF ,不是文本:请把其中的文字另存为 UTF-8 的 .txt、.md 或 .html。",
        ),
        (
            "zh",
            "There is nothing to index: name files or folders that hold text. "
            "a is empty: leave it out, or fetch it again.",
            "没有可以索引的内容:请给出含有文字的文件或文件夹。a 是空文件:请去掉它,或重新获取。",
        ),
        (
            "zh",
            "The index i cannot be used (a.npy was changed): build it again with `yinju build FILES --index i`.",
            "索引 i 无法使用(a.npy 被改动过):请用 `yinju build 文件 --index i` 重新建立。",
        ),
        ("zh", "Something that nobody translated {0}.", "Something that nobody translated {0}."),
        ("en", "x is empty: leave it out, or fetch it again.", "x is empty: leave it out, or fetch it again."),
    ],
)
def test_messages_are_recognised(monkeypatch: pytest.MonkeyPatch, language: str, message: str, expected: str) -> None:
    monkeypatch.setenv("YINJU_LANG", language)
    assert localised(message) == expected
