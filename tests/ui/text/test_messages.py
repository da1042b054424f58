import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import errors
from index.messages import Message
from ui.text.messages import catalogue, localised

ROOT = Path(__file__).resolve().parents[3]
MAKERS = {*errors.__all__, "Message"}
EMPTY = "{name} is empty: leave it out, or fetch it again."
DAMAGED = "The index {index} cannot be used ({what}): build it again with `yinju build FILES --index {index}`."


def made(package: str) -> Iterator[tuple[str, set[str], str]]:
    """Yield the template of every message that a package makes, the names that it gets, and where that is."""
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS):
                continue
            if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                names = {keyword.arg for keyword in node.keywords if keyword.arg}
                yield node.args[0].value, names, f"{path.relative_to(ROOT)}:{node.lineno}"


def places(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", template))


@pytest.mark.parametrize("package", ["index", "retriever", "eval", "ui"])
def test_every_message_gets_the_values_that_its_template_names(package: str) -> None:
    found = list(made(package))
    assert found
    assert [where for template, names, where in found if names and places(template) != names] == []


def test_no_message_is_written_as_a_finished_text() -> None:
    """An f-string would have no template that a catalogue could hold."""
    written = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in ("index", "retriever", "eval", "ui")
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS
        if node.args and isinstance(node.args[0], ast.JoinedStr)
    ]
    assert written == []


def test_every_message_of_the_product_has_its_chinese() -> None:
    said = {template for package in ("index", "retriever", "ui") for template, _, _ in made(package)}
    assert sorted(said - catalogue().keys() - {"{place}: {reason}"}) == []


def test_every_row_of_the_catalogue_is_a_message_of_the_code() -> None:
    said = {template for package in ("index", "retriever", "eval", "ui") for template, _, _ in made(package)}
    assert sorted(catalogue().keys() - said) == []


def test_both_sides_of_a_row_have_the_same_places() -> None:
    for english, chinese in catalogue().items():
        assert places(english) == places(chinese), english


@pytest.mark.parametrize(
    ("language", "message", "expected"),
    [
        ("zh", Message(EMPTY, name="深圳.txt"), "深圳.txt 是空文件:请去掉它,或重新获取。"),
        ("zh-TW", Message(EMPTY, name="体制.txt"), "体制.txt 是空文件:請去掉它,或重新獲取。"),
        (
            "zh",
            Message(
                "{name} is {kind}, not text: save its text as .txt, .md or .html in UTF-8.",
                name="x.txt",
                kind=Message("a PDF"),
            ),
            "x.txt 是 PDF ,不是文本:请把其中的文字另存为 UTF-8 的 .txt、.md 或 .html。",
        ),
        (
            "zh",
            Message(
                "There is nothing to index: name files or folders that hold text. {reasons}",
                reasons=(Message(EMPTY, name="a"), Message(EMPTY, name="b")),
            ),
            "没有可以索引的内容:请给出含有文字的文件或文件夹。"
            "a 是空文件:请去掉它,或重新获取。b 是空文件:请去掉它,或重新获取。",
        ),
        (
            "zh",
            Message(DAMAGED, index="i", what=Message("{name} was changed", name="a.npy")),
            "索引 i 无法使用(a.npy 被改动过):请用 `yinju build 文件 --index i` 重新建立。",
        ),
        ("zh", "Something that nobody translated {0}.", "Something that nobody translated {0}."),
        ("en", Message(EMPTY, name="{name}"), "{name} is empty: leave it out, or fetch it again."),
    ],
)
def test_messages_are_said_in_the_language_of_the_interface(
    monkeypatch: pytest.MonkeyPatch, language: str, message: str, expected: str
) -> None:
    monkeypatch.setenv("YINJU_LANG", language)
    assert localised(message) == expected
