import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamaged, InputError, LoadError
from index.messages import Message

LEAVES = st.builds(lambda name: Message("{name} was changed", name=name), st.text())
MESSAGES = st.recursive(
    LEAVES,
    lambda inner: st.builds(lambda what, rows: Message("({what}): {rows}", what=what, rows=tuple(rows)), inner,
                            st.lists(inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip


@given(MESSAGES)
def test_a_message_survives_json_and_other_processes(message: Message) -> None:
    for again in (
        Message.from_object(json.loads(json.dumps(message.as_object()))),
        pickle.loads(pickle.dumps(message)),
    ):
        assert (again, again.template) == (message, message.template)
        assert again.as_object() == message.as_object()


def test_values_are_never_read_as_templates() -> None:
    assert Message("{name} is empty", name="{0}{name}") == "{0}{name} is empty"
    assert Message("a {brace} without values") == "a {brace} without values"


def test_an_error_is_its_sentence_and_keeps_its_template() -> None:
    error = LoadError("{name} is empty", name="a.txt")
    assert str(error) == "a.txt is empty"
    assert (error.message.template, dict(error.message.values)) == ("{name} is empty", {"name": "a.txt"})
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.message.template) == (LoadError, "{name} is empty")
    assert IndexDamaged(error.message).message is error.message
    assert str(InputError()) == ""


@pytest.mark.parametrize("stored", [None, "text", {"template": 1, "values": {}}, {"template": "a"}, {"values": {}}])
def test_what_is_no_message_is_refused(stored: object) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError)):
        Message.from_object(stored)
