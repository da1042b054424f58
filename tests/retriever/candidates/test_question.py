from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from index.recognizers.quantities import find_quantities
from index.recognizers.quantity import Change
from index.recognizers.units import Kind
from index.types import Query
from retriever.candidates.confidence import FEATURES, FREE, GROUPS, PRIOR, least, model
from retriever.candidates.content import Content, Unit, content_of
from retriever.candidates.cues import asks_frequency, body_clash, date_clash, expectation, fits_kind
from retriever.candidates.similarity import Comparer


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("森林覆盖率目标", Kind.SHARE),
        ("what share of homes", Kind.SHARE),
        ("储能装机多少万千瓦", Kind.POWER),
        ("要减排多少吨", Kind.MASS),
        ("建设多少家工厂", Kind.COUNT),
        ("growing stock in cubic metres", Kind.VOLUME),
        ("交易额目标", Kind.MONEY),
    ],
)
def test_the_kind_of_figure_expected(question: str, kind: Kind) -> None:
    assert kind in expectation(question, ()).kinds


def test_a_figure_of_another_kind_does_not_fit() -> None:
    (tonnes,) = find_quantities("减排量达到47吨")
    assert fits_kind(expectation("减排多少吨", ()), tonnes) == 1
    assert fits_kind(expectation("覆盖率是百分之几", ()), tonnes) == -1
    assert fits_kind(expectation("目标是什么", ()), tonnes) == 0


@pytest.mark.parametrize(
    ("question", "years", "targets"),
    [
        ("到2030年比2020年下降多少", (2020, 2030), {2030}),
        ("how much lower by 2030 compared with 2020", (2020, 2030), {2030}),
        ("2025年目标", (2025,), {2025}),
    ],
)
def test_base_years_are_not_asked_for(question: str, years: tuple[int, ...], targets: set[int]) -> None:
    assert expectation(question, years).years == targets


def test_direction_and_which_ones() -> None:
    assert expectation("能耗要下降多少", ()).change is Change.FALL
    assert expectation("年均增长多少", ()).change is Change.RISE
    assert not expectation("哪几类项目", ()).figure
    assert expectation("储能装机2025年", (2025,)).figure


@pytest.mark.parametrize(
    ("question", "often"),
    [
        ("街镇多久巡查一次", True),
        ("how often are pipes inspected", True),
        ("每年要检查几次", True),
        ("多久完成改造", False),
        ("一次性餐具怎么处理", False),
    ],
)
def test_how_often(question: str, often: bool) -> None:
    assert asks_frequency(question) is often


def test_dates_and_bodies_of_another_kind_than_asked_for() -> None:
    assert date_clash("从几月搞到几月", "2025年底前")
    assert not date_clash("从几月搞到几月", "2023年8月至11月")
    assert date_clash("哪一天印发", "2023年8月")
    assert not date_clash("什么时候印发", "2023年")
    assert body_clash("办公室放在哪个厅", "省级工作专班")
    assert not body_clash("办公室放在哪个厅", "省发展改革委、省住房城乡建设厅")
    assert not body_clash("哪个部门负责", "省级工作专班")


def test_what_several_units_say_counts_once() -> None:
    content = content_of(["建筑", "垃圾", "利用", "用率", "利用率"], "", lambda _: 1.0)
    weights = {unit.forms[0]: unit.weight for unit in content.units}
    # Of the pairs 利用 and 用率 each stands in two units: the three weigh as much as the two pairs.
    assert weights == {"建筑": 1.0, "垃圾": 1.0, "利用": 0.5, "用率": 0.5, "利用率": 0.5}


def test_content_leaves_out_what_asks_and_where() -> None:
    content = content_of(["南陵", "森林", "覆盖率", "目标", "多少", "2025"], "", lambda _: 1.0, None, ["南陵市"])
    assert [unit.forms for unit in content.units] == [("森林",), ("覆盖率",)]
    assert content.coverage("森林面积") == pytest.approx(0.5)
    assert content.coverage("森林", "覆盖率") == 1
    assert content.missing("森林覆盖率") == 0
    assert content.missing("森林") == 1
    assert content.precision("森林覆盖率") == 1
    assert content.precision("全市森林") == pytest.approx(0.5)


def test_a_latin_word_is_said_by_its_translations() -> None:
    content = content_of(
        ["forest"], "forest share", lambda _: 1.0, lambda text: [("forest", ("森林",))] if "forest" in text else []
    )
    assert content.coverage("全市森林覆盖率") == 1


def test_words_weigh_what_they_say_anywhere() -> None:
    says = {"一共": 0.25, "学位": 1.0}
    content = content_of(["一共", "学位"], "", lambda _: 4.0, term_weight=lambda term: says[term])
    assert [unit.weight for unit in content.units] == [1.0, 4.0]
    # What nobody says: the lesser word is a fifth of the question.
    assert content.unheard(lambda word: word == "学位") == pytest.approx(0.2)
    assert content.unheard(lambda word: True) == 0.0


def test_content_of_nothing() -> None:
    content = content_of([], "", lambda _: 1.0)
    assert (content.coverage("x"), content.missing("x"), content.precision("x")) == (0.0, 1.0, 0.0)


def test_the_model_covers_every_form_and_keeps_the_signs_set_by_hand() -> None:
    fitted = model()
    assert set(fitted.weights) == set(PRIOR) == {form for group in GROUPS for form in group}
    assert {name.removesuffix(" en") for name in fitted.answer_from} <= set(PRIOR)
    for form, weights in fitted.weights.items():
        assert set(weights) <= {"bias", *FEATURES}
        for name, weight in weights.items():
            assert name in FREE | {"bias"} or weight * PRIOR[form].get(name, 0.0) >= 0, (form, name)
        assert all(0 < least(form, latin) < 1 for latin in (False, True))


class Letters:
    """Counts of a, b and c as unit vectors: an encoder without token vectors."""

    name, dim, fingerprint, wants_normalised = "letters", 3, "0", False

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = np.array([[text.count(c) for c in "abc"] for text in texts], dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)

    encode_passages = encode_queries


def test_without_token_vectors_meaning_is_the_cosine() -> None:
    comparer = Comparer(Letters(), lambda _: 1.0, lambda ids: np.ones(len(ids), dtype=np.float32), lambda _: ())
    query = Query("ab", "en", "latn", "ab", ("ab",), (), (), (), "clause")
    found = comparer.compare(query, Content((), "ab"))(["ab", "a", "c"])
    # cos((1,1,0), (1,0,0)) = 1/√2; nothing in common is 0.
    assert found.vector.tolist() == pytest.approx([1.0, 0.5**0.5, 0.0])
    assert found.meant.shape == (3, 0)
    # Of the two letters and the word itself only the text "ab" has the word.
    assert found.pieces[0] == pytest.approx(1.0)
    assert found.pieces[2] == 0.0


class Words:
    """Every character is a token; 车 and 辆 mean nearly the same, everything else nothing else."""

    name, dim, fingerprint, wants_normalised = "words", 3, "0", True
    token_weights = np.ones(4, dtype=np.float32)
    token_vectors = np.array([[1, 0, 0], [0.8, 0.6, 0], [0, 0, 1], [0, 1, 0]], dtype=np.float32)

    def token_rows(self, ids: npt.NDArray[np.integer]) -> npt.NDArray[np.float32]:
        rows: npt.NDArray[np.float32] = self.token_vectors[ids]
        return rows

    def token_ids(self, texts: Sequence[str]) -> list[npt.NDArray[np.int32]]:
        return [np.array(["车辆水电".index(c) for c in text], dtype=np.int32) for text in texts]

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        raise AssertionError("vectors are sums of the tokens'")

    encode_passages = encode_queries


def test_by_tokens_what_is_near_in_meaning_counts_as_far_as_it_is_near() -> None:
    comparer = Comparer(Words(), lambda _: 1.0, lambda ids: np.ones(len(ids), dtype=np.float32), lambda _: ())
    query = Query("车水", "zh", "hans", "车水", ("车", "水"), (), (), (), "clause")
    content = Content((Unit(1.0, ("车",)), Unit(1.0, ("水",))), "车水")
    found = comparer.compare(query, content)(["辆", "车水", "", "水电"])
    assert found.meant.tolist() == [pytest.approx([0.8, 0.0]), [1.0, 1.0], [0.0, 0.0], [0.0, 1.0]]
    # The question means 辆 by .8, 车水 wholly, of 水电 the one token and nothing of the other.
    assert found.reverse.tolist() == pytest.approx([0.8, 1.0, 0.0, 0.5])
    # (1, 0, 1) / √2 with (.8, .6, 0) and with (0, 1, 1) / √2.
    assert found.vector.tolist() == pytest.approx([0.8 / 2**0.5, 1.0, 0.0, 0.5])
