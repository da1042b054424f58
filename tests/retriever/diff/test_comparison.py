"""What differs between two versions of a document, by hand-made changes whose answer is known."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import build_from_sources
from index.errors import InputError
from index.store.bundle import Bundle
from index.types import SourceFile, Span
from index.update import change
from index.versions import collect_garbage
from retriever.diff import Comparison, Kind, compare_documents
from retriever.diff.align import Item, align
from retriever.diff.figures import figures_changed
from retriever.diff.touched import touched, touched_targets
from retriever.diff.versions import version_before
from tests.index.hashing_encoder import HashingEncoder

ENCODER = HashingEncoder()
TITLE = "云州市碳达峰实施方案"
GOALS = ["到2025年，新建厂房屋顶光伏覆盖率力争达到50%。", "到2030年，森林覆盖率达到57.16%。"]
TASKS = ["各县区要建立工作台账。", "鼓励金融机构提供绿色信贷。", "加快淘汰落后产能和老旧设备。"]


def plan(goals: Sequence[str] = GOALS, tasks: Sequence[str] = TASKS, *, before: str = "") -> str:
    first, second = ("一", "二") if not before else ("二", "三")
    front = f"一、总体要求\n\n{before}\n\n" if before else ""
    body = f"{front}{first}、主要目标\n\n{''.join(goals)}\n\n{second}、重点任务\n\n{''.join(tasks)}\n"
    return f"{TITLE}\n\n{body}"


def source(name: str, text: str, version: int = 0) -> SourceFile:
    return SourceFile(name, text, f"{version:064}", "utf-8", "text/plain")


def bundle_of(folder: Path, *texts: str) -> Bundle:
    files = [source(f"{number}.txt", text, number) for number, text in enumerate(texts)]
    build_from_sources(files, folder, encoder=ENCODER, workers=1)
    return Bundle.open(folder)


def compared(folder: Path, before: str, after: str) -> Comparison:
    bundle = bundle_of(folder, before, after)
    return compare_documents((bundle, bundle.documents_of("0.txt")), (bundle, bundle.documents_of("1.txt")))


def words(comparison: Comparison) -> list[tuple[Kind, str, str]]:
    return [
        (found.kind, found.before.text if found.before else "", found.after.text if found.after else "")
        for found in comparison.differences
    ]


def test_a_document_differs_from_itself_in_nothing(tmp_path: Path) -> None:
    comparison = compared(tmp_path, plan(), plan())
    assert comparison.differences == ()
    assert comparison.same >= len(GOALS) + len(TASKS)


def test_script_and_punctuation_are_no_difference(tmp_path: Path) -> None:
    other = plan().replace("，", ",").replace("厂房", "廠房").replace("达到", "達到")
    assert compared(tmp_path, plan(), other).differences == ()


def test_a_clause_that_came_in_or_went_is_told_alone(tmp_path: Path) -> None:
    new = "严格控制新增产能项目。"
    assert words(compared(tmp_path / "1", plan(), plan(tasks=[TASKS[0], new, *TASKS[1:]]))) == [(Kind.ADDED, "", new)]
    assert words(compared(tmp_path / "2", plan(), plan(tasks=TASKS[:2]))) == [(Kind.REMOVED, TASKS[2], "")]


def test_a_changed_clause_tells_which_characters_and_figures_are_others(tmp_path: Path) -> None:
    goal = GOALS[0].replace("50%", "55%")
    (found,) = compared(tmp_path, plan(), plan(goals=[goal, GOALS[1]])).differences
    assert found.kind is Kind.CHANGED
    assert found.before is not None
    assert found.after is not None
    assert [(e.before.of(found.before.text), e.after.of(found.after.text)) for e in found.edits] == [("0", "5")]
    ((before, after),) = [(figure.before, figure.after) for figure in found.figures]
    assert before is not None
    assert after is not None
    assert (before.of(found.before.text), after.of(found.after.text)) == ("50%", "55%")
    assert found.before.path[-1].endswith("主要目标")


def test_headings_that_only_have_other_numbers_are_the_same(tmp_path: Path) -> None:
    front = "坚持系统观念,统筹发展和安全。"
    comparison = compared(tmp_path, plan(), plan(before=front))
    assert {kind for kind, _, _ in words(comparison)} == {Kind.ADDED}
    assert front in [after for _, _, after in words(comparison)]


def test_the_same_words_below_another_heading_have_moved(tmp_path: Path) -> None:
    comparison = compared(tmp_path, plan(), plan(goals=[*GOALS, TASKS[1]], tasks=[TASKS[0], TASKS[2]]))
    assert words(comparison) == [(Kind.MOVED, TASKS[1], TASKS[1])]


def test_texts_of_differences_are_what_stands_at_their_places(tmp_path: Path) -> None:
    before, after = plan(), plan(goals=[GOALS[0].replace("50%", "55%")], tasks=[*TASKS, "定期公布进展。"])
    for found in compared(tmp_path, before, after).differences:
        for side, text in ((found.before, before), (found.after, after)):
            assert side is None or side.text == side.span.of(text)


def test_unlike_clauses_in_the_same_place_are_one_gone_and_one_come(tmp_path: Path) -> None:
    other = "建设一批社区养老服务中心。"
    found = words(compared(tmp_path, plan(), plan(tasks=[TASKS[0], other, TASKS[2]])))
    assert found == [(Kind.REMOVED, TASKS[1], ""), (Kind.ADDED, "", other)] or found == [
        (Kind.ADDED, "", other),
        (Kind.REMOVED, TASKS[1], ""),
    ]


ITEMS = st.lists(
    st.builds(Item, st.text("甲乙丙丁戊", min_size=1, max_size=6), st.sampled_from(["一", "二"])), max_size=8
)


@settings(max_examples=200)
@given(ITEMS, ITEMS)
def test_every_clause_stands_in_one_pair_at_most(before: list[Item], after: list[Item]) -> None:
    pairs = align(before, after)
    assert len({pair.before for pair in pairs}) == len({pair.after for pair in pairs}) == len(pairs)
    assert [pair.after for pair in pairs] == sorted(pair.after for pair in pairs)
    for pair in pairs:
        assert (pair.similarity == 1.0) == (before[pair.before].key == after[pair.after].key)


@settings(max_examples=50)
@given(ITEMS)
def test_clauses_are_their_own_pairs(items: list[Item]) -> None:
    assert [(pair.before, pair.after) for pair in align(items, items)] == [(at, at) for at in range(len(items))]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("覆盖率达到50%,装机80万千瓦。", "覆盖率达到50%,装机90万千瓦。", [("80万千瓦", "90万千瓦")]),
        ("覆盖率达到50%。", "覆盖率不低于50%。", [("50%", "50%")]),
        ("装机80万千瓦。", "装机80萬千瓦。", []),
        ("覆盖率达到50%。", "覆盖率进一步提高。", [("50%", None)]),
        ("稳步提高覆盖率。", "覆盖率提高到50%。", [(None, "50%")]),
        ("建成5个园区,覆盖率达到50%。", "覆盖率达到50%,建成5个园区。", []),
    ],
)
def test_figures_that_say_otherwise(before: str, after: str, changes: list[tuple[str | None, str | None]]) -> None:
    found = figures_changed(before, after)
    assert [
        (figure.before and figure.before.of(before), figure.after and figure.after.of(after)) for figure in found
    ] == changes


def test_cited_places_and_rows_of_what_changed_are_touched_and_no_others(tmp_path: Path) -> None:
    text = plan()
    bundle = bundle_of(tmp_path, text, plan(goals=[GOALS[0].replace("50%", "55%"), GOALS[1]]))
    before, after = (bundle, bundle.documents_of("0.txt")), (bundle, bundle.documents_of("1.txt"))
    comparison = compare_documents(before, after)
    places = [("0.txt", Span(at, at + 4), words) for words in ("光伏", "森林") if (at := text.index(words)) >= 0]
    assert [thing for thing, _ in touched(comparison, places)] == ["光伏"]
    ((row, _, now),) = touched_targets(comparison, before, after)
    assert (row.value, now and now.value) == ("50%", "55%")


def test_the_version_before_is_the_last_one_with_other_bytes(tmp_path: Path) -> None:
    build_from_sources([source("甲.txt", plan()), source("乙.txt", plan(tasks=TASKS[:1]))], tmp_path, encoder=ENCODER)
    collect_garbage(tmp_path, 9)
    with pytest.raises(InputError, match="yinju gc --keep"):
        version_before(Bundle.open(tmp_path), "甲.txt")
    first = Bundle.open(tmp_path).folder.name
    change(tmp_path, [source("甲.txt", plan(tasks=TASKS[:2]), 1)], encoder=ENCODER, workers=1)
    change(tmp_path, [source("乙.txt", plan(tasks=TASKS[1:]), 1)], encoder=ENCODER, workers=1)
    assert version_before(Bundle.open(tmp_path), "甲.txt").folder.name == first
    change(tmp_path, remove=["甲.txt"], encoder=ENCODER, workers=1)
    before = version_before(Bundle.open(tmp_path), "甲.txt")
    assert before.texts["甲.txt"] == plan(tasks=TASKS[:2]), "of a file that is gone, what it was last"
