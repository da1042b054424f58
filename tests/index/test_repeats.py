"""Which leaves repeat which: equal, contained, spread, copied; and what is too short to tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.duplicates import Repeats, leaf_keys
from index.types import Clause, Role, Span

TEXT, SUMMARY, HEADING, REPEAT = Role.TEXT, Role.SUMMARY, Role.HEADING, Role.REPEAT
TARGET = "到2025年,新建厂房屋顶光伏覆盖率力争达到50%。"
STORAGE = "全市新型储能装机规模达到80万千瓦。"


def folded(*documents: list[tuple[Role, str]]) -> dict[int, int]:
    """Return what repeats what, by row, in documents of leaves."""
    repeats = Repeats()
    row = 0
    for leaves in documents:
        text, clauses = "", []
        for number, (role, leaf) in enumerate(leaves):
            clauses.append(Clause(number, 0, None, 0, None, (), Span(len(text), len(text) + len(leaf)), role))
            text += leaf
        repeats.add(text, clauses, row)
        row += len(leaves)
    return repeats.canonical()


def test_letters_and_digits_are_compared() -> None:
    assert leaf_keys(["《到2025年》,光伏\n 覆盖率:50%!", "", "覆蓋率"]) == ["到2025年光伏覆盖率50", "", "覆盖率"]
    assert leaf_keys([]) == []


@given(st.lists(st.text() | st.text("a光\n\r\u0301\u3099かİ覆蓋網際路\ud800"), max_size=6))
def test_leaves_are_normalised_each_on_its_own(leaves: list[str]) -> None:
    assert leaf_keys(leaves) == [key for leaf in leaves for key in leaf_keys([leaf])]


@pytest.mark.parametrize("summary", [TARGET, TARGET.replace(",", ","), "到2025年,新建廠房屋頂光伏覆蓋率力爭達到50%"])
def test_equal_in_any_script_and_width(summary: str) -> None:
    assert folded([(SUMMARY, summary), (HEADING, "二、任务"), (TEXT, STORAGE), (TEXT, TARGET)]) == {0: 3}


def test_part_of_a_leaf() -> None:
    assert folded([(SUMMARY, "新建厂房屋顶光伏覆盖率力争达到50%"), (TEXT, STORAGE), (TEXT, TARGET)]) == {0: 2}


def test_spread_over_leaves_goes_to_the_one_with_most_of_it() -> None:
    assert folded([(SUMMARY, STORAGE[-8:] + TARGET), (TEXT, STORAGE), (TEXT, TARGET)]) == {0: 2}


def test_leaf_with_words_around_it() -> None:
    assert folded([(SUMMARY, "方案提出," + TARGET), (TEXT, STORAGE), (TEXT, TARGET)]) == {0: 2}
    assert (
        folded([(SUMMARY, "北极星获悉,市政府近日印发了碳达峰实施方案并在其中明确提出," + TARGET), (TEXT, TARGET)]) == {}
    )


def test_short_or_new_leaves_stay() -> None:
    assert folded([(SUMMARY, "加强领导"), (SUMMARY, "市政府昨天召开了新闻发布会。"), (TEXT, "加强领导")]) == {}


def test_official_text_in_another_document() -> None:
    assert folded([(SUMMARY, TARGET)], [(TEXT, STORAGE), (TEXT, TARGET)]) == {0: 2}


def test_copy_of_a_document_but_not_a_shared_sentence() -> None:
    one = [(TEXT, TARGET), (TEXT, STORAGE), (TEXT, "各地各部门要加强组织领导,抓好工作落实。")]
    assert folded(one, one) == {3: 0, 4: 1, 5: 2}
    assert folded(one, [one[2], (TEXT, "本方案由市发展和改革委员会负责解释并组织实施,自印发之日起施行。")]) == {}


@given(
    st.lists(st.tuples(st.sampled_from([TEXT, SUMMARY, REPEAT, HEADING]), st.text("光伏储能覆盖率50,。", max_size=14)))
)
def test_what_repeats_is_never_repeated(leaves: list[tuple[Role, str]]) -> None:
    found = folded(leaves, leaves)
    assert not set(found) & set(found.values())
    for row, target in found.items():
        assert (leaves * 2)[target][0] in (TEXT, HEADING)
        assert row != target
