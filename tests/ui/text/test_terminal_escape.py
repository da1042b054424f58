from hypothesis import given
from hypothesis import strategies as st

from ui.text.terminal_escape import for_line, for_terminal


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


def test_every_control_of_either_set_is_replaced_but_newline_and_tab() -> None:
    """C1 (U+0080 to U+009F) too: U+009B alone begins an escape sequence."""
    controls = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t\r"]
    assert for_terminal("".join(controls)) == "\ufffd" * len(controls)
    assert for_line("\n\x9b\t\x85") == "\ufffd\ufffd \ufffd"
