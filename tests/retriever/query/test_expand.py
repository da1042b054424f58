"""Questions as BM25 elements."""

from __future__ import annotations

import pytest

from index.store.bm25 import Mixture, WeightedTerm
from retriever.query.expand import expand, strength, terms_of
from retriever.settings import CHARACTER_WEIGHT, PAIR_WEIGHT


def test_chinese_words_alone() -> None:
    expansion = expand("新型储能", "zh", grams=False)
    assert expansion.words == (WeightedTerm("新型"), WeightedTerm("储能"))
    assert expansion.elements == expansion.words


def test_characters_and_pairs_weigh_less() -> None:
    expansion = expand("新型储能", "zh", grams=True)
    assert {(gram.term, gram.weight) for gram in expansion.grams} == {
        *((char, CHARACTER_WEIGHT) for char in "新型储能"),
        ("型储", PAIR_WEIGHT),
    }


def test_an_english_word_is_itself_or_a_translation() -> None:
    expansion = expand("storage 2025", "en", grams=True)
    assert expansion.grams == ()
    mixture = next(element for element in expansion.words if isinstance(element, Mixture))
    assert dict(mixture.alternatives)["storage"] == 1.0
    assert all(0 < share <= 1 for _, share in mixture.alternatives)
    assert any("储" in term for term in terms_of(mixture))
    assert WeightedTerm("2025") in expansion.words


def test_a_plan_is_asked_for_by_its_chinese_name() -> None:
    words = expand("goals of the 14th five-year plan", "en", grams=False).words
    assert {"十四", "十四五"} & {term for element in words for term in terms_of(element)}


def test_spelled_names_are_added() -> None:
    assert expand("shenzhen", "en", grams=False, names=("深圳",)).words[-1] == WeightedTerm("深圳")


def test_strength() -> None:
    idf = {"甲": 2.0, "乙": 6.0}.__getitem__
    assert strength(WeightedTerm("甲", 0.5), idf) == 1.0
    # One part 甲 and one part 乙: (0.3 * 2 + 0.3 * 6) / 0.6.
    assert strength(Mixture((("甲", 0.3), ("乙", 0.3))), idf) == pytest.approx(4.0)


@pytest.mark.parametrize("text", ["", " ", "???", "🙂🙂", "的的的", "l'énergie solaire à 50 %", "Солнечная энергия"])
def test_odd_text(text: str) -> None:
    for language in ("zh", "en"):
        assert isinstance(expand(text.lower(), language, grams=True).elements, tuple)
