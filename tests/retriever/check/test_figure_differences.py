"""Figures of a draft beside those of its source: what differs, and what merely follows from the source."""

import pytest

from index.language.normalise import normalise_text
from retriever.check.compare.figure_differences import compare_figures
from retriever.check.compare.figures import claimed_figures, figures_of


def told(claim: str, source: str, *, english: bool = False) -> list[str]:
    claimed = claimed_figures(normalise_text(claim), english)
    found = compare_figures(claimed, figures_of(normalise_text(source)), english=english)
    return [difference.field.value for difference in found]


TWO_PLANTS = "生物质发电装机规模达到13.8万千瓦,垃圾发电装机规模达到9.6万千瓦"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("生物质发电和垃圾发电合计约23.4万千瓦", TWO_PLANTS),
        ("生物质发电13.8万千瓦,垃圾发电9.6万千瓦,合计23.4万千瓦", TWO_PLANTS),
        ("秸秆综合利用率为95%,比邻市高出5吨", "秸秆综合利用率达到95%"),
        ("宜春晚了五年,把这一要求放到2030年", "到2030年,全市省级以上园区全部实施循环化改造"),
        ("把2025年单位地区生产总值能耗的降幅定为14.5%", "到2025年,单位地区生产总值能耗比2020年下降14.5%"),
        ("2025年规模以上工业增加值的增速为6%", "到2025年,规模以上工业增加值增长6%"),
        ("每天另有100元补助,补满30天合计3000元", "给予每人每天100元的补助,补助期限为30天"),
        ("中央贴息50%,省财政再贴25%,两项相加达到75%", "中央财政贴息50%,省财政再给予25%的贴息"),
        ("氨氮减排47吨,不到氮氧化物减排量的2%", "氨氮、氮氧化物减排量分别达到47吨、4356吨"),
        ("一只口罩卖到40元,价格涨到原来的8倍", "口罩销售价格从5元哄抬到40元"),
        ("要求企业正常经营满半年", "正常经营6个月的企业"),
    ],
)
def test_what_follows_from_the_source_is_no_difference(claim: str, source: str) -> None:
    assert told(claim, source) == []


@pytest.mark.parametrize(
    ("claim", "source", "field"),
    [
        ("生物质发电和垃圾发电合计约24.4万千瓦", TWO_PLANTS, "number"),
        ("生物质发电和垃圾发电分别为23.4万千瓦和9.6万千瓦", TWO_PLANTS, "number"),
        ("单位能耗比2020年高5个百分点", "单位能耗比2020年提高6个百分点", "number"),
        ("把2025年单位地区生产总值能耗的增幅定为14.5%", "到2025年,单位地区生产总值能耗比2020年下降14.5%", "change"),
        ("森林覆盖率高于57%", "森林覆盖率稳定在55.16%以上", "number"),
        ("每天另有100元补助,补满30天合计4000元", "给予每人每天100元的补助,补助期限为30天", "number"),
        ("氨氮减排47吨,不到氮氧化物减排量的1%", "氨氮、氮氧化物减排量分别达到47吨、4356吨", "number"),
        ("一只口罩卖到40元,价格涨到原来的6倍", "口罩销售价格从5元哄抬到40元", "number"),
        ("要求企业正常经营满半年", "正常经营9个月的企业", "number"),
    ],
)
def test_a_wrong_figure_differs_although_it_looks_derived(claim: str, source: str, field: str) -> None:
    assert field in told(claim, source)


@pytest.mark.parametrize("day", ["on 19 July 2024", "on July 19, 2024", "on the 19th of July", "on Jul. 19"])
def test_the_day_of_an_english_date_is_no_figure(day: str) -> None:
    assert told(f"The city issued its plan {day}", "7月19日印发", english=True) == []
    assert told(f"It made 656,000 calls {day}", "累计完成呼叫55.6万次", english=True) == ["number"]


def test_a_distance_is_computed_with_the_figures_of_the_sentences_before() -> None:
    claim, source = "担保贷款的上限要低100万元", "给予最高500万元的担保贷款"
    claimed = claimed_figures(normalise_text(claim), english=False)
    stated, before = (figures_of(normalise_text(text)) for text in (source, "该省的上限为600万元"))
    assert [d.field.value for d in compare_figures(claimed, stated)] == ["number"]
    assert compare_figures(claimed, stated, before) == []
    assert compare_figures(claimed, stated, figures_of(normalise_text("该省的上限为700万元"))) != []


def test_figures_that_measure_something_else_are_no_partners() -> None:
    claimed = claimed_figures(normalise_text("利用率为43%"), english=False)
    found = compare_figures(claimed, figures_of(normalise_text("建成高标准农田475万亩")))
    assert [(d.draft, d.source) for d in found] == [("43%", None)]


def test_of_two_figures_as_large_the_one_of_the_same_bound_is_meant() -> None:
    source = "贷款额度在300万元以内的全额贴息;鼓励对300万元以上的贷款贴息"
    assert told("额度在300万元以内的由财政全额贴息", source) == []
