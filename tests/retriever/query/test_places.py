"""Places that questions name, against corpora of a few places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from retriever.query.analyse import analyse
from retriever.query.expand import Element, terms_of


@dataclass(frozen=True)
class Corpus:
    """Documents about places, and for names in their texts the words that stand beside them."""

    document_places: tuple[str, ...]
    beside: tuple[tuple[str, frozenset[str]], ...] = ()

    def naming(self, place: str) -> tuple[str, ...]:
        return self.document_places if place in dict(self.beside) else ()

    def coverage(self, place: str, elements: Sequence[Element]) -> float:
        words = dict(self.beside).get(place)
        if not words or not elements:
            return 0.0
        return sum(not words.isdisjoint(terms_of(element)) for element in elements) / len(elements)


CITIES = Corpus(
    ("宜春市", "葫蘆島市", "连云港市", "江苏省"),
    (("深圳", frozenset({"碳", "普", "惠", "经验"})), ("南京", frozenset({"工业", "大学", "工业大学", "合作"}))),
)


def places(question: str, corpus: Corpus = CITIES) -> list[str]:
    return [place.name for place in analyse(question, corpus).places]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("宜春2025年新型储能装机目标", ["宜春市"]),
        ("葫芦岛市的目标", ["葫蘆島市"]),
        ("葫蘆島的目標", ["葫蘆島市"]),
        ("連雲港怎麼做", ["连云港市"]),
        ("What is Yichun's storage target?", ["宜春市"]),
        ("targets of LIANYUNGANG City", ["连云港市"]),
        ("yichun storage target", ["宜春市"]),
        ("江西省宜春市的目标", ["宜春市"]),
        ("江苏连云港的目标", ["连云港市"]),
        ("Jiangsu province gas safety", ["江苏省"]),
        ("江苏的城市有哪些目标", ["江苏省", "连云港市"]),
        ("江苏省城市燃气管道更新", ["江苏省"]),
        ("宜春和连云港哪个高", ["宜春市", "连云港市"]),
        ("新型储能装机目标", []),
    ],
)
def test_places_of_documents(question: str, expected: list[str]) -> None:
    query = analyse(question, CITIES)
    assert [place.name for place in query.places] == expected
    assert query.unknown_places == ()


def test_a_spelling_means_the_place_that_the_corpus_has() -> None:
    assert places("Yichun's forests", Corpus(("伊春市",))) == ["伊春市"]
    assert sorted(places("Yichun's forests", Corpus(("伊春市", "宜春市")))) == ["伊春市", "宜春市"]


def test_a_place_written_in_two_ways_is_one() -> None:
    assert sorted(places("臺中的目標", Corpus(("臺中市", "台中市")))) == ["台中市", "臺中市"]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("深圳2025年新型储能装机目标", ("深圳市",)),
        ("What is Shenzhen's storage target?", ("深圳市",)),
        ("深圳工业碳达峰目标", ("深圳市",)),
        ("广东省的目标", ("广东省",)),
    ],
)
def test_places_that_no_document_is_about(question: str, unknown: tuple[str, ...]) -> None:
    query = analyse(question, CITIES)
    assert query.places == ()
    assert query.unknown_places == unknown


@pytest.mark.parametrize("question", ["借鉴深圳的碳普惠经验", "与南京工业大学合作什么", "哪个城市有深圳的经验"])
def test_places_named_by_the_way(question: str) -> None:
    query = analyse(question, CITIES)
    assert query.places == ()
    assert query.unknown_places == ()


@pytest.mark.parametrize("question", ["合作市场机制怎么建立", "北京大学的研究", "中山大学参与什么"])
def test_parts_of_words_are_no_places(question: str) -> None:
    query = analyse(question, CITIES)
    assert query.places == ()
    assert query.unknown_places == ()


def test_a_county_that_the_texts_treat_is_a_mention() -> None:
    corpus = Corpus(("宿迁市",), (("泗洪", frozenset({"光伏"})),))
    assert analyse("泗洪县光伏试点", corpus).unknown_places == ()
    assert places("泗洪县光伏试点", corpus) == ["宿迁市"]
    assert analyse("泗阳县光伏试点", corpus).unknown_places == ("泗阳县",)


def test_one_known_and_one_unknown_place() -> None:
    query = analyse("宜春和深圳的储能目标", CITIES)
    assert [place.name for place in query.places] == ["宜春市"]
    assert query.unknown_places == ("深圳市",)


def test_a_place_that_the_gazetteer_lacks_is_still_a_documents_place() -> None:
    assert places("临江新区的目标", Corpus(("临江新区",))) == ["临江新区"]


def test_a_corpus_without_places_knows_no_unknown_ones() -> None:
    query = analyse("深圳的律师费怎么算", Corpus(()))
    assert query.places == ()
    assert query.unknown_places == ()


def test_the_province_of_a_document_is_no_answer_but_its_cities_may_be() -> None:
    corpus = Corpus(("汕尾市",))
    assert analyse("广东省非化石能源占比", corpus).unknown_places == ("广东省",)
    assert places("广东省哪些城市有目标", corpus) == ["汕尾市"]
