"""Lines that the files of a build share are the portal's; what official texts share is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.build import build_index
from index.splitting import edges_of, shared_lines, split_documents
from index.store.bundle import Bundle
from index.types import Role, SourceFile
from tests.index.hashing_encoder import HashingEncoder


def page(number: int, top: Sequence[str] = (), bottom: Sequence[str] = ()) -> str:
    text = (
        f"云州市人民政府关于第{number}号事项的通知\n各区人民政府：\n一、第{number}项事项于{number}月1日起实行。\n"
        f"特此通知\n云州市人民政府\n2023年{number}月3日\n（此件公开发布）"
    )
    return "\n".join((*top, text, *bottom))


def sources(texts: Sequence[str]) -> list[SourceFile]:
    return [SourceFile(f"{i}.txt", text, "", "utf-8", "text/plain") for i, text in enumerate(texts)]


PORTAL = ("扫一扫在手机打开当前页", "主办单位：云州市人民政府办公室")


def test_what_stands_under_every_page_is_furniture() -> None:
    read = sources([page(n, bottom=PORTAL) for n in range(1, 5)])
    shared = shared_lines(map(edges_of, read))
    for source in read:
        (document,) = split_documents(source, shared)
        furniture = [part.span.of(source.text) for part in document.parts if part.role is Role.FURNITURE]
        assert furniture == ["\n".join(PORTAL)]


def test_what_stands_over_every_page_is_furniture_and_no_title() -> None:
    read = sources([page(n, top=("云州政务服务一网通办平台",)) for n in range(1, 5)])
    (document,) = split_documents(read[0], shared_lines(map(edges_of, read)))
    assert document.title is not None
    assert document.title.value == "云州市人民政府关于第1号事项的通知"
    assert document.parts[0].role is Role.FURNITURE


def test_links_to_other_pages_and_sentences_about_the_page_do_not_end_what_is_the_portals() -> None:
    bottoms = [
        ("打印此页面到纸张", f"上一篇：第{n - 1}号通知", "下一篇：没有了", "请使用手机扫码查看本页。")
        for n in range(1, 5)
    ]
    read = sources([page(n, bottom=bottom) for n, bottom in enumerate(bottoms, 1)])
    (document,) = split_documents(read[2], shared_lines(map(edges_of, read)))
    assert [part.span.of(read[2].text) for part in document.parts if part.role is Role.FURNITURE] == [
        "\n".join(bottoms[2])
    ]


def test_addressees_signatures_and_notes_that_official_texts_share_are_text() -> None:
    read = sources([page(n) for n in range(1, 5)])
    assert shared_lines(map(edges_of, read)) == frozenset()


def test_a_line_of_two_files_is_no_portals() -> None:
    read = sources([page(1, bottom=PORTAL), page(2, bottom=PORTAL), page(3)])
    assert shared_lines(map(edges_of, read)) == frozenset()


def test_copies_of_one_document_prove_nothing() -> None:
    text = page(1, bottom=("甲项目 12 乙项目 13", "丙项目 14 丁项目 15"))
    assert shared_lines(map(edges_of, sources([text] * 5))) == frozenset()


def test_a_build_leaves_the_lines_that_its_files_share_out_of_the_passages(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in range(1, 5):
        lines = "".join(f"<p>{line}</p>" for line in page(n, bottom=PORTAL).split("\n"))
        (folder / f"p{n}.html").write_text(f"<html><body>{lines}</body></html>", encoding="utf-8")
    build_index([folder], tmp_path / "index", encoder=HashingEncoder(), workers=1)
    bundle = Bundle.open(tmp_path / "index")
    passages = [bundle.passage(i) for i in range(bundle.counts.passages)]
    said = [bundle.slice(passage.doc_id, passage.span) for passage in passages]
    assert any("事项于" in text for text in said)
    assert not any(line in text for text in said for line in PORTAL)
