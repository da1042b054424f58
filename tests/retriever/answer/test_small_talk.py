"""Words that ask the corpus nothing get help; whatever could ask it something does not."""

from __future__ import annotations

import pytest

from retriever.answer.small_talk import small_talk
from retriever.query.analyse import analyse


class NoCorpus:
    document_places = ()

    def coverage(self, place: str, elements: object) -> float:
        return 0.0

    def naming(self, place: str) -> tuple[str, ...]:
        return ()

    def numbered(self, number: str) -> dict[int, str]:
        return {}


EXAMPLES = ("漏损率是多少?", "谁负责节水?")


def reply(text: str, examples: tuple[str, ...] = EXAMPLES) -> str | None:
    return small_talk(analyse(text, NoCorpus()), examples)


@pytest.mark.parametrize(
    "text",
    ["你好", "您好!", "引据,你好", "早上好。", "谢谢你", "好的,谢谢", "你能做什么?", "怎么用", "引据是什么?", "帮助"],
)
def test_chinese_words_that_ask_nothing_get_help_with_examples(text: str) -> None:
    said = reply(text)
    assert said is not None
    assert EXAMPLES[0] in said


@pytest.mark.parametrize("text", ["Hello", "hi!", "Thanks a lot", "What can you do?", "Who are you?", "help"])
def test_english_words_that_ask_nothing_get_english(text: str) -> None:
    said = reply(text)
    assert said is not None
    assert said.isascii() is False  # the examples are in the corpus's own language
    assert "example" in said


@pytest.mark.parametrize(
    "text",
    [
        "你好中国博物馆在哪里?",
        "碳汇是什么?",
        "帮助残疾人就业的措施",
        "help for small firms",
        "节水怎么做",
        "有什么用水限制",
    ],
)
def test_a_question_with_content_is_put_to_the_corpus(text: str) -> None:
    assert reply(text) is None


def test_traditional_is_answered_in_traditional() -> None:
    assert "語料" in (reply("引據是什麼?") or "")


def test_without_examples_the_sentence_still_ends() -> None:
    assert (reply("你好", ()) or "").endswith("。")
