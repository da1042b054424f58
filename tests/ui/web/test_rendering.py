"""Text and marks as HTML, documents laid out, the other script, citations: every character where it belongs."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from index.build import build_index
from index.store.bundle import Bundle
from index.types import Document, Metadatum, Span
from tests.index.hashing_encoder import HashingEncoder
from tests.ui.web.conftest import SEEDS
from ui.service.blocks import LONG_LINE, lay_out
from ui.service.citing import styles
from ui.web import display
from ui.web.display import shown
from ui.web.html import Mark, Markup, marked, render, tag

TEXTS = st.text(st.sampled_from("光伏覆盖率50%<>&\"'ab \n\u202e😀"), max_size=40)


@st.composite
def texts_with_marks(draw):
    text = draw(TEXTS)
    ends = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(ends, ends), max_size=5))
    kinds = st.sampled_from(["answer", "match", "cited", "found"])
    return text, [Mark(Span(min(pair), max(pair)), draw(kinds)) for pair in spans]


@given(texts_with_marks())
def test_marking_changes_no_character(given_text):
    text, marks = given_text
    made = marked(text, marks)
    assert html.unescape(re.sub(r"<[^>]*>", "", made)) == text.replace("\u202e", "\ufffd")


@given(texts_with_marks())
def test_every_character_carries_the_kinds_of_all_marks_over_it(given_text):
    text, marks = given_text
    position = 0
    for named, inside, outside in re.findall(r'<\w+ class="([^"]*)">([^<]*)</\w+>|([^<]+)', marked(text, marks)):
        size = len(html.unescape(inside or outside))
        kinds = set(named.split())
        for at in range(position, position + size):
            assert kinds == {mark.kind for mark in marks if mark.span.start <= at < mark.span.end}
        position += size
    assert position == len(text)


def test_a_stop_is_numbered_once():
    made = marked("abcdef", [Mark(Span(1, 5), "cited", 3), Mark(Span(2, 3), "answer")])
    assert made.count('data-stop="3"') == 1
    assert "data-stop" not in marked("abcdef", [Mark(Span(1, 5), "cited", 3)], Span(3, 6)), "it began before the window"
    assert made.startswith('a<mark class="cited" data-stop="3">b</mark><mark class="cited answer">c</mark>')


@given(
    st.text(st.sampled_from("里裏面后後发頭髮网络網絡软体軟體信息资讯台颱风50%,。"), max_size=30),
    st.sampled_from(["hans", "hant"]),
)
def test_the_other_script_carries_every_span(text, script):
    view = shown(text, script)
    covered = [view.of_source(Span(at, at + 1)) for at in range(len(text))]
    assert all(0 <= span.start < span.end <= len(view.text) for span in covered)
    assert covered == sorted(covered)
    if text:
        assert view.of_source(Span(0, len(text))) == Span(0, len(view.text))
        reached = {at for span in covered for at in range(*span)}
        assert reached == set(range(len(view.text)))


def test_lengths_that_change_are_aligned_by_what_stays(monkeypatch):
    monkeypatch.setitem(display._CONVERT, "hant", lambda text: text.replace("互联网", "網際網路"))
    view = shown("用互联网的人", "hant")
    assert view.text == "用網際網路的人"
    assert view.of_source(Span(0, 1)).of(view.text)[0] == "用"
    assert view.of_source(Span(1, 4)).of(view.text).startswith("網際網路")
    assert view.of_source(Span(5, 6)).of(view.text)[-1] == "人"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    index = tmp_path_factory.mktemp("pages") / "index"
    build_index([SEEDS], index, encoder=HashingEncoder(), workers=1)
    return Bundle.open(index)


def is_blank(gap: str) -> bool:
    return all(char.isspace() or char in "\ufeff\u200b" for char in gap)


def test_blocks_hold_every_visible_character_in_order(bundle):
    for document in bundle.documents:
        page = lay_out(bundle, document.doc_id)
        at = document.span.start
        for block in page.blocks:
            assert at <= block.span.start < block.span.end <= document.span.end
            assert is_blank(page.text[at : block.span.start])
            assert 0 <= block.heading <= block.span.size
            at = block.span.end
        assert is_blank(page.text[at : document.span.end])


def test_no_block_is_longer_than_a_reader_can_take(bundle):
    sizes = [block.span.size for d in bundle.documents for block in lay_out(bundle, d.doc_id).blocks]
    assert max(sizes) <= LONG_LINE


def test_the_outline_leads_to_the_block_that_begins_with_the_heading(bundle):
    for document in bundle.documents:
        page = lay_out(bundle, document.doc_id)
        assert page.outline
        for heading in page.outline:
            text = "".join(page.blocks[heading.block].span.of(page.text).split())
            assert "".join(heading.text.split()) in text


def stated(value: str) -> Metadatum:
    return Metadatum(value, Span(0, 1))


def document(**known: str) -> Document:
    names = ("title", "issuer", "place", "doc_no", "issued_on", "published_on")
    return Document(
        doc_id=0,
        **{name: stated(known[name]) if name in known else None for name in names},
        source_path="a.txt",
        source_sha256="",
        span=Span(0, 9),
        kind=None,
        parts=(),
    )


def test_citations_in_every_style():
    known = document(title="某市方案", issuer="某市人民政府", doc_no="某政发〔2024〕5号", issued_on="2024-07-19")
    made = styles(known, ("三、任务", "1. 建筑"), "达到\n50%。")
    assert made.plain == "“达到 50%。”——《某市方案》（某市人民政府，某政发〔2024〕5号，2024-07-19），三、任务 › 1. 建筑"
    assert made.gbt7714 == "某市人民政府. 某市方案: 某政发〔2024〕5号[A]. 2024-07-19: 三、任务 › 1. 建筑."
    assert made.markdown.startswith("> 达到 50%。\n>\n> —— 《某市方案》")


def test_what_a_document_does_not_state_is_left_out():
    made = styles(document(), (), "*加粗*")
    assert made.plain == "“*加粗*”——《a.txt》"
    assert made.gbt7714 == "a.txt[Z]."
    assert made.markdown.startswith(r"> \*加粗\*")


def test_every_sentence_of_the_page_exists_in_every_language():
    from ui.web import strings

    folder = Path(strings.__file__).parents[1]
    sources = [path.read_text("utf-8") for suffix in ("py", "html") for path in folder.rglob(f"*.{suffix}")]
    used = {key for source in sources for key in re.findall(r'say\(\s*"(\w+)"\s*[,)]', source)}
    assert len(used) > 150
    assert used <= strings._TEXT.keys()
    for key, (english, chinese) in strings._TEXT.items():
        assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", chinese)), key


def test_a_template_escapes_what_it_is_given_and_leaves_markup_as_it_is():
    said = {
        "say": lambda key, **values: f"<{key}>",
        "page": 2,
        "pages": 3,
        "address": lambda to: f'?a="{to}"&\u202e\x00',
    }
    made = render("targets_pages.html", **said)
    assert isinstance(made, Markup)
    assert "&lt;targets_page&gt;" in made
    assert "<targets" not in made
    assert 'href="?a=&#34;1&#34;&amp;\ufffd\ufffd"' in made
    filled = {"lang": "en", "table": True, "longest": 9, "say": str}
    assert "<b>&amp;</b>" in render("targets_form.html", filters=[tag("b", "&")], **filled)
    assert "&lt;b&gt;" in render("targets_form.html", filters=["<b>"], **filled)


def test_a_template_fails_on_a_value_that_it_is_not_given():
    with pytest.raises(UndefinedError):
        render("targets_pages.html", page=1, pages=2)


def test_line_breaks_of_a_template_are_no_text_of_the_page():
    made = render("targets_pages.html", say=lambda key, **values: key, page=2, pages=3, address=str)
    assert "\n" not in made


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_it_stands_on(scheme):
    """WCAG 2.1, 1.4.3: a contrast of 4.5 : 1."""
    from ui.web.app import stylesheet

    light, dark = re.findall(r"{([^}]*--yj-paper:[^}]*)}", stylesheet())
    colours = dict(re.findall(r"--yj-([\w-]+):\s*(#\w{6})", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"--yj-([\w-]+):\s*(#\w{6})", dark))
    on = [("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("soft", "band"), ("link", "paper")]
    on += [("ink", mark) for mark in ("answer", "match", "cited", "found", "search")] + [("soft", "found")]
    on += [("on-seal", "seal"), ("link", "card"), ("card", "ink")]
    low = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in on}
    assert {pair: value for pair, value in low.items() if value < 4.5} == {}


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
