"""The gold of structure: texts found by their checksum, quotes proved, errors that name the line."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from eval.data.structure_gold import FIELDS, KINDS, STRUCTURE, load_structure, read_texts
from index.errors import InputError, LoadError
from tests.eval.structure_corpus import NOTICE, TABLE, digest, notice_row, write_gold, write_texts


@pytest.mark.parametrize("kind", KINDS)
def test_the_gold_is_whole_and_its_halves_share_nothing(kind: str) -> None:
    both = load_structure(kind)
    tune, report = (load_structure(kind, half) for half in ("tune", "report"))
    assert len(tune) + len(report) == len(both) == len({one.sha256 for one in both})
    assert {one.sha256 for one in tune}.isdisjoint(one.sha256 for one in report)
    assert min(len(tune), len(report)) * 3 >= len(both)


def test_at_least_forty_documents_and_a_hundred_heads_were_read() -> None:
    documents, heads = load_structure("documents"), load_structure("heads")
    assert len(documents) >= 40
    assert len(heads) >= 100
    assert all(one.outline for one in documents)
    assert all(set(one.metadata or ()) <= set(FIELDS) for one in (*documents, *heads))


def test_quotes_are_short_so_that_no_text_is_published_by_the_gold() -> None:
    for kind in KINDS:
        for one in load_structure(kind):
            quotes = [heading.quote for heading in one.outline or ()] + [cell.quote for cell in one.cells]
            assert all(0 < len(quote) <= 30 for quote in quotes)


def test_headings_of_the_gold_stand_in_the_order_of_the_text_and_go_down_by_one_level() -> None:
    for one in load_structure("documents"):
        outline = one.outline or ()
        assert [heading.start for heading in outline] == sorted({heading.start for heading in outline})
        levels = [-1, *(heading.level for heading in outline)]
        assert all(below <= above + 1 for above, below in pairwise(levels))


def test_texts_are_found_by_their_checksum_wherever_they_stand_in_the_file(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", "documents", notice_row())
    gold = load_structure("documents", folder=folder)
    assert read_texts(gold, write_texts(tmp_path / "texts.jsonl", TABLE, NOTICE)) == {digest(NOTICE): NOTICE}


@pytest.mark.parametrize("given", [False, True], ids=["no file", "a file without them"])
def test_without_the_texts_one_sentence_says_what_to_give(tmp_path: Path, given: bool) -> None:
    gold = load_structure("documents", folder=write_gold(tmp_path / "gold", "documents", notice_row()))
    documents = write_texts(tmp_path / "texts.jsonl", TABLE) if given else None
    with pytest.raises(InputError, match=r"1 of the 1 texts .* --documents .*policy_docs"):
        read_texts(gold, documents)


def test_a_quote_that_stands_elsewhere_is_no_gold(tmp_path: Path) -> None:
    outline = [{"start": 3, "level": 0, "label": "一", "quote": "一、完善制度"}]
    gold = load_structure("documents", folder=write_gold(tmp_path / "gold", "documents", notice_row(outline=outline)))
    with pytest.raises(LoadError, match="节水通知"):
        read_texts(gold, write_texts(tmp_path / "texts.jsonl", NOTICE))


def test_a_text_of_the_gold_has_to_be_the_one_that_was_read(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", "heads", notice_row(text=TABLE))
    with pytest.raises(LoadError, match="Line 1"):
        load_structure("heads", folder=folder)


def test_an_unknown_field_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", "documents", notice_row(), notice_row(metadata={"author": []}))
    with pytest.raises(LoadError, match=r"Line 2 .*author"):
        load_structure("documents", folder=folder)


@pytest.mark.parametrize(("kind", "half"), [("letters", "tune"), ("documents", "third")])
def test_kinds_and_halves_that_are_none_are_refused(kind: str, half: str) -> None:
    with pytest.raises(InputError, match="choose one of"):
        load_structure(kind, half, STRUCTURE)
