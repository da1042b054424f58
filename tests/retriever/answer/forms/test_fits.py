"""Whether what a text says is of the kind, the direction and the year that a question asks for."""

from __future__ import annotations

from index.recognizers.periods import Period, PeriodKind
from index.recognizers.quantities import find_quantities
from index.types import Span
from retriever.answer.forms.candidate import Fit
from retriever.answer.forms.figures import year_fit
from retriever.answer.forms.fits import body_clash, date_clash, fits_change, fits_kind
from retriever.query.figure_asked import figure_asked
from retriever.query.intent import Intent, read_intent


def intent(question: str) -> Intent:
    return read_intent(question, "zh", ())


def test_a_figure_of_another_kind_does_not_fit() -> None:
    (tonnes,) = find_quantities("减排量达到47吨")
    assert fits_kind(figure_asked("减排多少吨", False), tonnes) == 1
    assert fits_kind(figure_asked("覆盖率是百分之几", False), tonnes) == -1
    assert fits_kind(figure_asked("目标是什么", False), tonnes) == 0


def test_a_figure_of_the_other_direction_does_not_fit() -> None:
    (fall,) = find_quantities("单位能耗下降14.5%")
    assert fits_change(figure_asked("能耗要下降多少", False), fall) == 1
    assert fits_change(figure_asked("能耗要增长多少", False), fall) == -1
    assert fits_change(figure_asked("能耗是多少", False), fall) == 0


def test_dates_and_bodies_of_another_kind_than_asked_for() -> None:
    assert date_clash(intent("从几月搞到几月"), "2025年底前")
    assert not date_clash(intent("从几月搞到几月"), "2023年8月至11月")
    assert date_clash(intent("哪一天印发"), "2023年8月")
    assert not date_clash(intent("什么时候印发"), "2023年")
    assert body_clash(intent("办公室放在哪个厅"), "省级工作专班")
    assert not body_clash(intent("办公室放在哪个厅"), "省发展改革委、省住房城乡建设厅")
    assert not body_clash(intent("哪个部门负责"), "省级工作专班")


def test_the_year_that_names_a_document_is_no_other_year() -> None:
    of_2012 = Period(Span(0, 5), PeriodKind.DURING, 2012, 2012)
    report = read_intent("2013年政府工作报告的粮食产量目标", "zh", (2013,))
    of_2015 = Period(Span(0, 5), PeriodKind.BY, 2015, 2015)
    assert year_fit(report, [of_2015], frozenset({2013})) == Fit()
    assert year_fit(report, [], frozenset({2013})) == Fit()
    assert year_fit(report, [of_2012], frozenset({2013})) == Fit(year_missing=1.0)
    assert year_fit(report, [of_2012], frozenset({2014})) == Fit(year_clash=1.0)
    plain = read_intent("2013年粮食产量目标", "zh", (2013,))
    assert year_fit(plain, [], frozenset({2013})) == Fit()
    assert year_fit(plain, [], frozenset()) == Fit(year_missing=1.0)
    assert year_fit(plain, [of_2012], frozenset({2013})) == Fit(year_clash=1.0)
