"""How documents stand to the places that a question asks about, and what that does to search."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.build import build_index
from index.store.bundle import Bundle
from index.types import Document, Metadatum, Span
from retriever.query.analyse import analyse
from retriever.search.place_prior import clause_may_answer, guides, may_answer, names_place, place_factor, relation
from retriever.search.searcher import Searcher
from retriever.settings import SETTINGS
from tests.index.hashing_encoder import HashingEncoder


def document(place: str | None = None, issuer: str | None = None, title: str | None = None) -> Document:
    stated = [None if value is None else Metadatum(value, Span(0, len(value))) for value in (title, issuer, place)]
    return Document(0, stated[0], stated[1], stated[2], None, None, None, "a.txt", "", Span(0, 1), None, ())


class Corpus:
    """Documents about these places, and no text."""

    def __init__(self, *places: str) -> None:
        self.document_places: Sequence[str] = places

    def coverage(self, place: str, elements: object) -> float:
        return 0.0

    def naming(self, place: str) -> Sequence[str]:
        return ()


YICHUN, JIANGXI, NANJING = document("宜春市"), document("江西省"), document("南京市")
UNKNOWN, STATE = document(title="电动自行车停放要求"), document(issuer="国务院办公厅")
CORPUS = Corpus("宜春市", "江西省", "南京市")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("宜春的储能目标是多少", "ABOUT AROUND ELSEWHERE UNKNOWN NATION"),
        ("Yichun's storage target", "ABOUT AROUND ELSEWHERE UNKNOWN NATION"),
        ("江西省的储能目标", "ELSEWHERE ABOUT ELSEWHERE UNKNOWN NATION"),
        ("深圳的储能目标是多少", "ELSEWHERE ELSEWHERE ELSEWHERE UNKNOWN NATION"),
        ("储能目标是多少", "ABOUT ABOUT ABOUT ABOUT ABOUT"),
        ("全国储能目标是多少", "ELSEWHERE ELSEWHERE ELSEWHERE ABOUT ABOUT"),
        ("国家2025年储能目标", "ELSEWHERE ELSEWHERE ELSEWHERE ABOUT ABOUT"),
        ("the national target for storage", "ELSEWHERE ELSEWHERE ELSEWHERE ABOUT ABOUT"),
        ("全省储能目标是多少", "ELSEWHERE ABOUT ELSEWHERE UNKNOWN NATION"),
        ("全市储能目标是多少", "ABOUT ELSEWHERE ABOUT UNKNOWN NATION"),
        # Names and not scopes.
        ("全国人大何时开会", "ABOUT ABOUT ABOUT ABOUT ABOUT"),
        ("国家发展改革委发布了什么", "ABOUT ABOUT ABOUT ABOUT ABOUT"),
    ],
)
def test_a_document_stands_to_a_question(question: str, expected: str) -> None:
    query = analyse(question, CORPUS)
    found = [relation(query, each).name for each in (YICHUN, JIANGXI, NANJING, UNKNOWN, STATE)]
    assert " ".join(found) == expected
    assert guides(query) == (set(found) != {"ABOUT"})


def test_what_is_known_to_be_elsewhere_stands_below_what_is_not_known() -> None:
    query = analyse("宜春的储能目标是多少", CORPUS)

    def factor(one: Document, named: bool) -> float:
        return place_factor(query, one, named, SETTINGS)

    assert factor(YICHUN, False) == 1
    assert 1 > factor(UNKNOWN, True) > factor(UNKNOWN, False) > factor(NANJING, False) > 0
    assert factor(UNKNOWN, True) > factor(NANJING, True) > factor(NANJING, False)


@pytest.mark.parametrize(
    ("question", "one", "text", "answers"),
    [
        ("宜春的储能目标是多少", YICHUN, "储能达到5万千瓦", True),
        ("宜春的储能目标是多少", UNKNOWN, "储能达到5万千瓦", True),
        ("宜春的储能目标是多少", NANJING, "宜春储能达到5万千瓦", False),
        ("宜春的储能目标是多少", JIANGXI, "储能达到5万千瓦", False),
        ("宜春的储能目标是多少", JIANGXI, "宜春儲能達到5萬千瓦", True),
        ("宜春的储能目标是多少", STATE, "储能达到5万千瓦", False),
        ("宜春的储能目标是多少", STATE, "宜春市储能达到5万千瓦", True),
        ("深圳的储能目标是多少", NANJING, "深圳储能达到5万千瓦", False),
        ("深圳的储能目标是多少", STATE, "储能达到5万千瓦", True),
        ("全国储能目标是多少", NANJING, "储能达到5万千瓦", False),
        ("全国储能目标是多少", NANJING, "全国储能达到5万千瓦", True),
        ("储能目标是多少", NANJING, "储能达到5万千瓦", True),
    ],
)
def test_who_may_answer(question: str, one: Document, text: str, answers: bool) -> None:
    assert may_answer(analyse(question, CORPUS), one, text) is answers


@pytest.mark.parametrize(
    ("question", "one", "text", "answers"),
    [
        ("全国储能目标是多少", NANJING, "储能达到5万千瓦", False),
        ("全国储能目标是多少", NANJING, "全国储能达到5万千瓦", True),
        ("全国储能目标是多少", STATE, "储能达到5万千瓦", True),
        ("宜春的储能目标是多少", YICHUN, "储能达到5万千瓦", True),
        ("储能目标是多少", NANJING, "储能达到5万千瓦", True),
    ],
)
def test_which_clause_may_answer(question: str, one: Document, text: str, answers: bool) -> None:
    assert clause_may_answer(analyse(question, CORPUS), one, text) is answers


def test_a_text_names_a_place_in_any_script() -> None:
    query = analyse("连云港的目标", Corpus("连云港市"))
    assert names_place(query, "連雲港市的目標")
    assert not names_place(query, "南京市的目标")


FILES = {
    "known.txt": "青州市节约用水办法\n青州市人民政府\n2023年3月5日\n第一条 园林用水应当申报。\n第二条 用水应当计量。\n",
    "other.txt": "赣州市节约用水办法\n赣州市人民政府\n2023年3月5日\n第一条 园林用水应当申报。\n第二条 洗车用水循环。\n",
    "unknown.txt": (
        "洗车行业用水说明 洗车用水必须循环使用。 洗车点应当安装水表并公示。 违反者暂停供水。 "
        + "其他事项按照有关规定办理,各单位应当认真学习并做好宣传工作。" * 12
        + "青州洗车点每月检查一次。"
    ),
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("places")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    index, encoder = tmp_path_factory.mktemp("index"), HashingEncoder()
    build_index([folder], index, encoder=encoder, workers=1)
    return Searcher(Bundle.open(index), encoder)


def found(searcher: Searcher, question: str) -> list[tuple[str, str]]:
    bundle = searcher.bundle
    passages = [bundle.passage(hit.passage_id) for hit in searcher.search(searcher.analyse(question))]
    return [(bundle.documents[passage.doc_id].source_path, bundle.text_of(passage)) for passage in passages]


def test_a_document_of_unknown_place_stays_in_play(searcher: Searcher) -> None:
    places = {d.source_path: d.place and d.place.value for d in searcher.bundle.documents}
    assert places == {"known.txt": "青州市", "other.txt": "赣州市", "unknown.txt": None}
    file, text = found(searcher, "青州洗车点多久检查一次")[0]
    assert file == "unknown.txt"
    assert "每月检查一次" in text


def test_equal_words_of_another_place_stand_behind(searcher: Searcher) -> None:
    files = [file for file, text in found(searcher, "青州园林用水怎样申报") if "园林用水应当申报" in text]
    assert files == ["known.txt", "other.txt"]
    files = [file for file, text in found(searcher, "赣州园林用水怎样申报") if "园林用水应当申报" in text]
    assert files == ["other.txt", "known.txt"]
