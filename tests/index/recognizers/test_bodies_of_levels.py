"""Bodies of a level that are named with others of it in brackets."""

from __future__ import annotations

import pytest

from index.recognizers.bodies import bodies_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("各县(市、区)人民政府负责", ["各县(市、区)人民政府"]),
        ("由市水务局牵头,各县(市、区)人民政府配合", ["市水务局", "各县(市、区)人民政府"]),
        ("各乡镇(街道)政府落实", ["各乡镇(街道)政府"]),
        ("市(县)水务局、各区人民政府", ["市(县)水务局"]),
    ],
)
def test_no_name_begins_or_ends_inside_brackets(text: str, names: list[str]) -> None:
    found = [span.of(text) for span in bodies_in(text)]
    assert all(name.count("(") == name.count(")") for name in found)
    assert [name for name in found if name in names] == names
