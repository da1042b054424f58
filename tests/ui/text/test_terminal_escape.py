from hypothesis import given
from hypothesis import strategies as st

from ui.text.terminal_escape import for_terminal


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_nothing_that_a_terminal_acts_on_survives(text: str) -> None:
    safe = for_terminal(text)
    safe.encode("utf-8")
    assert not any(c in safe for c in "\x1b\x07\x08\x9b\r\u202e\u2066")


def test_ordinary_text_is_left_alone() -> None:
    text = "到2025年,覆盖率达到50%。\n\t「引」𠮷🙂"
    assert for_terminal(text) == text


def test_escape_sequence_is_defused() -> None:
    assert for_terminal("a\x1b[31mb") == "a\ufffd[31mb"
