"""Compiled volumes are split into the documents that they compile; a document with a table of contents stays one."""

from __future__ import annotations

import pytest

from index.splitting import split_documents
from index.types import Role, SourceFile

NAMES = ("云州市市场准入细则", "云州市计量管理细则", "云州市信用管理细则")


def rules(name: str, chapters: bool) -> str:
    head = "第一章 总则\n" if chapters else ""
    return f"{name}\n{head}第一条 为规范{name[3:-2]}，制定本细则。\n第二条 本细则自2024年12月1日起施行。\n"


def split(text: str) -> list[str | None]:
    documents = split_documents(SourceFile("a", text, "", "utf-8", "text/plain"))
    return [document.title.value if document.title else None for document in documents]


@pytest.mark.parametrize(
    "listed",
    [
        "总目录\n" + "".join(f"{n}.{name}.....{n * 9}\n" for n, name in enumerate(NAMES, 1)),
        "目 录\n" + "".join(f"{name}\n" for name in NAMES),
        "".join(f"{name}……{n * 9}\n" for n, name in enumerate(NAMES, 1)),
        "目录\n" + "".join(f"{n}\t{name}\t({n * 9})\n" for n, name in enumerate(NAMES, 1)),
    ],
    ids=["numbers and dots", "the word alone", "dots alone", "columns"],
)
@pytest.mark.parametrize("chapters", [True, False])
def test_every_title_listed_in_a_table_of_contents_begins_a_document(listed: str, chapters: bool) -> None:
    text = "云州市电力交易规则汇编(2024年版)\n" + listed + "".join(rules(name, chapters) for name in NAMES)
    assert split(text) == list(NAMES)
    first = split_documents(SourceFile("a", text, "", "utf-8", "text/plain"))[0]
    assert first.parts[0].role is Role.FURNITURE
    assert text[: first.parts[0].span.end].endswith(listed.strip()[-8:] + "\n")


def test_short_rules_one_after_another_are_documents_where_their_articles_begin_again() -> None:
    assert split("".join(rules(name, False) for name in NAMES)) == list(NAMES)


def test_what_a_notice_passes_on_stays_with_it() -> None:
    passed_on = "现将《云州市市场准入细则》《云州市计量管理细则》印发给你们。"
    notice = f"云州市人民政府关于印发两个细则的通知\n各区人民政府：\n{passed_on}\n"
    assert len(split(notice + rules(NAMES[0], False) + rules(NAMES[1], False))) == 1


def test_attachments_in_a_table_of_contents_are_no_documents() -> None:
    text = (
        "云州市应急预案\n目录\n一、总则\n云州市响应办法\n云州市救助办法\n一、总则\n为做好应急工作，制定本预案。\n二、职责\n各区负责。\n"
        "附件1\n云州市响应办法\n第一条 分级响应。\n附件2\n云州市救助办法\n第一条 及时救助。\n"
    )
    assert len(split(text)) == 1


def test_a_text_behind_its_table_of_contents_is_no_copy_of_it() -> None:
    heads = [f"{numeral}、推进第{numeral}类重点领域节能降碳工作" for numeral in "一二三四五六七八九十"]
    body = "".join(f"{head}\n加快实施，到2030年取得明显成效，各区分工负责。\n" for head in heads)
    text = "宁波市碳达峰实施方案\n" + "".join(f"{head}\n" for head in heads) + body
    (document,) = split_documents(SourceFile("a", text, "", "utf-8", "text/plain"))
    assert {part.role for part in document.parts} == {Role.TEXT}
