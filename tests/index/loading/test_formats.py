"""Markdown and HTML: what the text is, and where its headings stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LoadError
from index.loading.html import html_text, read_html
from index.loading.markdown import markdown_headings, read_markdown


def _headings(text: str) -> list[tuple[int, str]]:
    return [(hint.level, hint.span.of(text)) for hint in markdown_headings(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 一、总体要求\n正文\n## (一) *目标* ##\n", [(1, "一、总体要求"), (2, "(一) *目标*")]),
        ("总则\n===\n\n附则\r\n---\r\n", [(1, "总则"), (2, "附则")]),
        ("两行\n  标题\n===\n", [(1, "两行\n  标题")]),
        ("```\n# 不是\n```\n    # 也不是\n#不是\n\n# 是", [(1, "是")]),
        ("---\ntitle: x\n---\n# 标题\n", [(1, "标题")]),
        ("---\r\ntitle: x\r\n---\r\n# 标题\r\n", [(1, "标题")]),
        ("> ## 引\n\n- # 表\n", [(2, "引"), (1, "表")]),
        ("# # #x\n", [(1, "# #x")]),
        ("#\n\n正文", []),
        ("第一段\u2028# 不是\n", []),
        ("", []),
    ],
)
def test_markdown_headings(text: str, expected: list[tuple[int, str]]) -> None:
    assert _headings(text) == expected


def test_markdown_text_is_the_file() -> None:
    text = "---\na: 1\n---\r\n# 标题\r\n**正文**\r\n"
    assert read_markdown(text.encode("utf-16"), "x").text == text


@given(st.text(alphabet="#=-`> \t\r\n\x00标题ab*1.", max_size=60))
def test_any_markdown(text: str) -> None:
    for hint in markdown_headings(text):
        assert 0 <= hint.span.start < hint.span.end <= len(text)
        assert 1 <= hint.level <= 6
        assert hint.span.of(text) == hint.span.of(text).strip(" \t\r\n")


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>宜春市碳达峰实施方案_政策文件_市政府</title>
<style>.a{}</style><script>var a="<div>x</div>";</script></head><body>
<div class="top nav"><ul><li><a href=/>首页</a></li><li><a>政务公开</a></li></ul></div><nav><a>x</a></nav>
<div class="article"><h1>宜春市<br>碳达峰实施方案</h1><p>　　为贯彻落实
党中央决策，<b>2025</b>年<span>达到</span>80%&lt;5<script>document.write("a")</script>以上。</p>
<!-- c --><h2>一、总体<em>要求</em></h2><p>roof
panels<p>未闭合<div>乱<span>码</div>后
<table><tr><th>指标</th><th>2025年</th></tr><tr><td><p>非化石</p></td><td>18.3%</td></tr><tr><td></td><td>x</td></tr></table>尾
<pre>  a
 b</pre></div><div class="footer"><a>联系我们</a><a>网站地图</a></div></body></html>"""
SHOWN = """宜春市碳达峰实施方案
　　为贯彻落实党中央决策，2025年达到80%<5以上。
一、总体要求
roof panels
未闭合
乱码
后
指标\t2025年
非化石\t18.3%
\tx
尾
  a
 b"""


def test_page() -> None:
    text, encoding, headings, pages, _ = read_html(PAGE.encode("gb18030"), "x.html")
    assert text == SHOWN
    assert (encoding, pages) == ("gb18030", ())
    assert [(hint.level, hint.span.of(text)) for hint in headings] == [
        (1, "宜春市碳达峰实施方案"),
        (2, "一、总体要求"),
    ]


def test_title_is_kept_when_the_body_does_not_state_it() -> None:
    text, headings = html_text("<title>某市条例_政府网</title><body><h2>总则</h2><p>正文。</p>")
    assert text == "某市条例_政府网\n总则\n正文。"
    assert headings[0].span.of(text) == "总则"


def test_a_table_that_lays_out_the_page_keeps_its_paragraphs() -> None:
    text, headings = html_text(
        "<table><tr><td>侧栏</td><td><h2>标题</h2><p>第一段。</p><p>第二段。</p></td></tr></table>"
    )
    assert text == "侧栏\n标题\n第一段。\n第二段。"
    assert headings[0].span.of(text) == "标题"


def test_official_text_in_a_container_called_menu_is_kept() -> None:
    text, _ = html_text('<div id="main-nav"><a>首页</a><p>第一条 为了规范口岸开放,制定本条例。</p></div>')
    assert "第一条" in text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("没有标签", "没有标签"),
        ("<p>a\x00b</p>", "a\ufffdb"),
        ('<?xml version="1.0" encoding="gbk"?><html><body><p>甲</p></body></html>', "甲"),
        ("<div>" * 100_000 + "深" + "</div>" * 100_000 + "<script>x</script><p>后&lt;文</p>", "深\n后<文"),
        ("<table><tr><td class=nav><a>链</a></td><td>正文</td></tr></table>尾", "正文\n尾"),
        ("<frameset><frame></frameset>", ""),
        ("", ""),
        ("<html></html>", ""),
    ],
)
def test_odd_markup(markup: str, expected: str) -> None:
    assert html_text(markup)[0].strip("\t") == expected


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(LoadError, match="no text outside"):
        read_html(b"<html><script>render()</script><nav>menu</nav></html>", "x.html")


TAGS = ["<p>", "</p>", "<div>", "</div>", "<h2>", "</h2>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<pre>"]
TAGS += [
    "</pre>",
    "<br>",
    "<script>",
    "</script>",
    "<nav>",
    "</nav>",
    "<!--",
    "-->",
    "<td class=menu><a>",
    "&amp;",
    "&#x",
]


@given(st.lists(st.one_of(st.sampled_from(TAGS), st.text(max_size=5)), max_size=25).map("".join))
def test_any_markup(markup: str) -> None:
    text, headings = html_text(markup)
    assert html_text(markup) == (text, headings), "deterministic"
    assert all(line.strip("\t ") for line in text.split("\n") if text)
    for hint in headings:
        assert hint.span.of(text).strip()
        assert hint.span.start == 0 or text[hint.span.start - 1] == "\n"
