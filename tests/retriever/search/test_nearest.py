from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retriever.search.nearest import nearest


def test_the_nearest_share_most_with_what_was_asked_for() -> None:
    names = ["连云港市", "宜春市", "宿迁市", "宜春市袁州区"]
    assert nearest("宜春", names, 2) == ["宜春市", "宜春市袁州区"]
    assert nearest("WUXI", ["Nanjing", "Wuxi City"], 1) == ["Wuxi City"]


@given(st.text(max_size=10), st.lists(st.text(max_size=10)), st.integers(1, 5))
def test_there_are_as_many_as_asked_for_and_no_name_twice(wanted: str, names: list[str], most: int) -> None:
    found = nearest(wanted, names, most)
    assert len(found) == min(most, len(set(names)))
    assert len(set(found)) == len(found)
    assert set(found) <= set(names)


@given(st.text(min_size=1, max_size=10), st.lists(st.text(max_size=10), max_size=20))
def test_a_name_is_nearest_to_itself(wanted: str, names: list[str]) -> None:
    assert wanted.casefold() in {name.casefold() for name in nearest(wanted, [*names, wanted])}
