"""Gaps inside lines: columns of a roster stay one leaf, paragraphs whose line breaks were lost are cut."""

from __future__ import annotations

from index.clauses.sentences import leaves


def cut(text: str) -> list[str]:
    return [text[leaf.start : leaf.end] for leaf in leaves(text, 0, len(text))]


def test_the_columns_of_a_short_line_are_one_leaf() -> None:
    gap = "\u3000\u3000"
    text = f"总 指 挥:赵一{gap}市长\n{gap}孙三{gap}市政府秘书长\n成{gap}员:"
    assert cut(text) == [f"总 指 挥:赵一{gap}市长", f"孙三{gap}市政府秘书长", f"成{gap}员:"]


def test_a_gap_behind_a_sentence_opens_a_paragraph() -> None:
    assert cut("各区应当落实。\u3000\u3000第二条 本办法自公布之日起施行。") == [
        "各区应当落实。",
        "第二条 本办法自公布之日起施行。",
    ]


def test_a_gap_in_a_long_line_opens_a_paragraph() -> None:
    heading, text = "一、总体要求", "坚持节水优先" * 16
    assert cut(f"{heading}\u3000\u3000{text}")[0] == heading
