"""Files left out, put together by reason."""

from hypothesis import given
from hypothesis import strategies as st

from ui.text.left_out import LeftOut, grouped


def test_one_reason_is_one_group_named_after_the_first() -> None:
    skipped = [("a.pdf", "a.pdf is a .pdf file."), ("b.txt", "b.txt is empty."), ("c/d.pdf", "c/d.pdf is a .pdf file.")]
    assert grouped(skipped) == [
        LeftOut("a.pdf", "a.pdf is a .pdf file.", ("c/d.pdf",)),
        LeftOut("b.txt", "b.txt is empty.", ()),
    ]


@given(st.lists(st.tuples(st.text(max_size=3), st.sampled_from([" is empty.", " is a PDF."]))))
def test_nothing_is_lost(files: list[tuple[str, str]]) -> None:
    groups = grouped((name, name + why) for name, why in files)
    assert sorted(name for group in groups for name in (group.name, *group.others)) == sorted(n for n, _ in files)
