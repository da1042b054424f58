"""Who holds an office in which body, and who does what by labels and tables of tasks; built, asked and checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from retriever.answer.assistant import Assistant

APPOINTED = """云州市人民政府关于王五等同志职务任免的通知

云政人〔2023〕4号

各区人民政府:

经研究决定:

任命王五为市财政局副局长;
任命赵六为市应急管理局局长;
免去钱七的市水利局局长职务。

云州市人民政府
2023年6月1日
"""

ROSTER = """云州市人民政府办公室关于调整市防汛指挥部组成人员的通知

云政办函〔2023〕9号

各区人民政府:

现将调整后的组成人员名单通知如下:

总 指 挥:赵一  市长
秘 书 长:李四  市水利局局长
成  员:
(一)市直部门
周 五  市财政局副局长
吴六一  市应急局副局长
(二)驻军
郑 七  驻云州某部参谋长

云州市人民政府办公室
2023年5月6日
""".replace("  ", "\u3000\u3000")

TASKS = """云州市节水行动方案

云州市人民政府
2024年3月1日

一、重点任务

(一)推广节水器具。到2025年,节水器具普及率达到95%。

责任单位:市水利局、市住房城乡建设局、
市市场监督管理局,各区人民政府

(二)改造供水管网。完成老旧管网改造300公里。

牵头单位:市住房城乡建设局
配合单位:市财政局、
市发展改革委

(三)开展水效领跑。每年遴选水效领跑者5家。
(责任单位:市工业和信息化局、市教育
局)

二、任务分工

序号\t任务\t牵头单位\t完成时限\t成果形式
1\t编制节水规划\t市水利局\t2024年6月底\t规划文本
2\t建设智慧水务平台\t市大数据局\t2025年底\t平台上线
3\t开展节水宣传\t市教育局\t长期\t活动总结
"""


def opened(folder: Path, **texts: str) -> Assistant:
    files = []
    for name, text in texts.items():
        files.append(folder / f"{name}.txt")
        files[-1].write_text(text, encoding="utf-8")
    build_index(files, folder / "index", workers=1)
    return Assistant.open(folder / "index")


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("staff"), appointed=APPOINTED, roster=ROSTER)


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("tasks"), tasks=TASKS)


def texts(assistant: Assistant, question: str) -> list[str]:
    return ["".join(item.text.split()) for item in assistant.ask(question).items]


@pytest.mark.parametrize(
    ("question", "named", "others"),
    [
        ("市应急局副局长是谁?", "吴六一", {"赵六", "王五", "周五"}),
        ("市水利局局长是谁?", "李四", {"赵六", "王五"}),
        ("市应急管理局局长是谁?", "赵六", {"吴六一", "王五"}),
    ],
)
def test_the_holder_of_another_post_or_in_another_body_is_not_given(
    staff: Assistant, question: str, named: str, others: set[str]
) -> None:
    answered = texts(staff, question)
    assert answered[0] == named
    assert not any(other in text for text in answered for other in others)


def test_an_office_in_a_body_that_no_text_names_is_refused(staff: Assistant) -> None:
    assert texts(staff, "市教育局副局长是谁?") == []


def test_a_label_of_members_holds_for_the_headings_under_it(staff: Assistant) -> None:
    assert texts(staff, "防汛指挥部成员中市财政局的是谁?")[0] == "周五"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("推广节水器具由谁负责?", "市水利局、市住房城乡建设局、市市场监督管理局,各区人民政府"),
        ("改造供水管网由谁牵头?", "市住房城乡建设局"),
        ("改造供水管网由谁配合?", "市财政局、市发展改革委"),
        ("开展水效领跑由谁负责?", "市工业和信息化局、市教育局"),
        ("节水宣传由谁牵头?", "市教育局"),
        ("编制节水规划什么时候完成?", "2024年6月底"),
        ("编制节水规划的成果形式是什么?", "规划文本"),
        ("智慧水务平台由哪个部门牵头建设?", "市大数据局"),
    ],
)
def test_who_and_by_when_is_read_over_wrapped_labels_and_out_of_tables_of_tasks(
    tasks: Assistant, question: str, expected: str
) -> None:
    assert texts(tasks, question)[:1] == [expected]
