"""The basket in a real browser: collected anywhere, kept, noted, ordered, exported, checked against a newer index."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from index.build import build_index
from index.store.bundle import Bundle
from index.types import Span
from retriever.cite import reference_at
from retriever.cite.collection import Collection
from tests.ui.cli.test_cite import run
from tests.ui.web.conftest import QUESTION, Server, ask, rest, serving, tab, texts
from tests.ui.web.test_read_page import opened

COLLECT = "button[data-collect]"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

PLAN = """南陵市节水行动方案

一、总体要求

坚持节水优先,统筹推进各项工作。

二、重点任务

1.管网改造。到2027年,全市供水管网漏损率控制在9%以内。各区县每年完成老旧管网改造任务。
2.再生水利用。到2027年,再生水利用率不低于25%,新建公园优先使用再生水。
3.农业节水。发展高效节水灌溉,到2027年灌溉水有效利用系数提高到0.62。
"""
LEAK, REUSE, FARM = (
    "到2027年,全市供水管网漏损率控制在9%以内。",
    "到2027年,再生水利用率不低于25%,新建公园优先使用再生水。",
    "发展高效节水灌溉,到2027年灌溉水有效利用系数提高到0.62。",
)
OTHER = """北陵市节水行动方案

一、重点任务

到2027年,节水型企业覆盖率达到40%。
"""
HOSTILE = '<img src=x onerror="window.pwned=1"></textarea><script>window.pwned=1</script>'


def basket(page) -> None:
    tab(page, "basket")
    page.wait_for_selector(".yj-basket")


def kept(page) -> list[dict]:
    try:
        told = json.loads(page.evaluate("localStorage.getItem('yinju.basket') ?? '[]'"))
    except ValueError:
        return []
    return told if isinstance(told, list) else []


def cards(page, count: int) -> None:
    """Wait for so many cards, each looked up in the index and with its preview beside it."""
    page.wait_for_function(f"document.querySelectorAll('.yj-card').length === {count}")
    rest(page)


def quiet(page) -> None:
    """Take the line at the foot of the page out of the picture; it goes by itself after some seconds."""
    page.evaluate("document.querySelector('.yj-toast')?.remove()")


def label(page, text: str) -> None:
    page.wait_for_function("text => document.querySelector('#yj-tab-basket-button').textContent === text", arg=text)


def collect(page, selector: str, nth: int = 0) -> None:
    button = page.locator(selector).nth(nth).element_handle()
    before = len(kept(page))
    button.click()
    page.wait_for_function("button => button.textContent === '✓ 已加入'", arg=button)
    assert len(kept(page)) == before + 1


def select(page, words: str) -> None:
    """Select ``words`` of the open document as the mouse does, and wait for the strip."""
    page.evaluate(
        """(words) => {
          const box = document.querySelector(".yj-document");
          const nodes = [], walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
          let text = "";
          while (walker.nextNode()) { nodes.push([text.length, walker.currentNode]); text += walker.currentNode.data; }
          const start = text.indexOf(words), end = start + words.length;
          if (start < 0) throw new Error("not in the document");
          const at = (position) => {
            const [from, node] = nodes.findLast(([from]) => from < position || from === 0);
            return [node, position - from];
          };
          getSelection().setBaseAndExtent(...at(start), ...at(end));
        }""",
        words,
    )
    page.wait_for_selector(".yj-picked:not([hidden])")


def stored(tmp_path: Path, index: Path, quotes: dict[str, list[str]]) -> Path:
    """Return a collection as ``yinju collect`` writes it."""
    bundle = Bundle.open(index)
    found = []
    for file, words in quotes.items():
        starts = [(bundle.texts[file].index(quote), len(quote)) for quote in words]
        found += [reference_at(bundle, file, Span(start, start + size)) for start, size in starts]
    path = tmp_path / "collection.json"
    Collection().add(found, bundle.texts, note="节水")[0].write(path)
    return path


def load(page, path: Path) -> None:
    basket(page)
    page.set_input_files(".yj-basket input[type=file]", path)
    page.wait_for_selector(".yj-told:not(:empty)", state="attached")


def saved(page, selector: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.click(selector)
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


@pytest.fixture(scope="module")
def water(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("basket")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "plan.txt").write_text(PLAN, encoding="utf-8")
    (corpus / "other.txt").write_text(OTHER, encoding="utf-8")
    build_index([corpus], folder / "index", workers=1)
    with serving(folder / "index") as server:
        yield server


def test_clauses_are_collected_from_answers_passages_and_the_reader(seed_server, open_page, shoot):
    page = open_page(seed_server.address)
    ask(page, QUESTION)
    collect(page, f".yj-item {COLLECT}", 0)
    label(page, "引文篮 1")
    collect(page, f".yj-passages {COLLECT}", 2)
    page.locator("a.yj-quote").nth(1).click()
    page.wait_for_selector("mark.cited")
    collect(page, f".yj-keep {COLLECT}")
    label(page, "引文篮 3")
    # The same clause is shown as collected in the answer beside it too.
    page.wait_for_function("document.querySelectorAll('.yj-item .yj-collected').length === 2")
    page.locator(f".yj-keep {COLLECT}").click()
    page.wait_for_function("document.querySelector('.yj-toast').textContent === '已在引文篮中'")
    assert len(kept(page)) == 3

    page.reload()
    page.wait_for_selector("mark.cited")
    label(page, "引文篮 3")
    page.wait_for_function("document.querySelectorAll('.yj-item .yj-collected').length === 2")
    basket(page)
    cards(page, 3)
    source = Bundle.open(seed_server.index).texts
    for item, card in zip(kept(page), page.locator(".yj-card").all(), strict=True):
        quote, position = item["target"]["selector"]
        said = source[item["target"]["source"]][position["start"] : position["end"]]
        assert said == quote["exact"] == card.locator("blockquote").text_content()
        assert item["source"]["title"] in card.locator(".yj-entry").text_content()
        assert card.locator(".yj-standing").text_content() == "仍在原处"
    page.wait_for_selector(".yj-preview pre")
    page.locator("textarea").first.fill("第三章引用，与宿迁比较")
    quiet(page)
    shoot(page, "basket-1280")


def test_selected_words_are_collected_with_the_offsets_of_the_source(seed_server, open_page, shoot):
    page = opened(open_page, seed_server, permissions=["clipboard-read", "clipboard-write"])  # a Simplified document
    words = "新建厂房屋顶可用面积光伏覆盖率"
    select(page, words)
    shoot(page, "selection-1280")
    page.wait_for_function("document.querySelector('.yj-picked-said').textContent === '已选 15 字'")
    page.click(".yj-picked [data-copy]")
    page.wait_for_function("document.querySelector('.yj-picked [data-copy]').textContent.includes('已复制')")
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"“{words}”——《")
    collect(page, f".yj-picked {COLLECT}")

    page.click("[data-script=hant]")
    page.wait_for_selector(".yj-document[lang=zh-Hant]")
    select(page, "光伏覆蓋率力爭達到50%")
    collect(page, f".yj-picked {COLLECT}")
    page.evaluate("getSelection().removeAllRanges()")
    page.wait_for_selector(".yj-picked", state="hidden")
    source = Bundle.open(seed_server.index).texts
    quotes = []
    for item in kept(page):
        quote, position = item["target"]["selector"]
        assert source[item["target"]["source"]][position["start"] : position["end"]] == quote["exact"]
        quotes.append(quote["exact"])
    assert quotes == [words, "光伏覆盖率力争达到50%"]
    assert all(item["heading"] for item in kept(page))


def test_a_selection_over_paragraphs_and_one_outside_the_document(seed_server, open_page):
    page = opened(open_page, seed_server)
    page.evaluate(
        """() => {
          const [one, , two] = [...document.querySelectorAll(".yj-document p")].slice(4);
          getSelection().setBaseAndExtent(one, 0, two, two.childNodes.length);
        }"""
    )
    page.wait_for_selector(".yj-picked:not([hidden])")
    collect(page, f".yj-picked {COLLECT}")
    shown = texts(page, ".yj-document p")[4:7]
    (item,) = kept(page)
    quote = item["target"]["selector"][0]["exact"]
    assert "".join(quote.split()) == "".join("".join(shown).split())
    assert quote == quote.strip()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.yj-answers'))")
    page.wait_for_selector(".yj-picked", state="hidden")


def test_notes_order_removal_and_undo_are_kept(water, open_page, tmp_path):
    page = open_page(water.address)
    page.on("dialog", lambda dialog: dialog.accept())
    load(page, stored(tmp_path, water.index, {"plan.txt": [REUSE, LEAK], "other.txt": ["节水型企业覆盖率达到40%"]}))
    cards(page, 3)
    note = page.locator("textarea").nth(1)
    note.fill(f"行一\n{HOSTILE}")
    note.blur()
    page.wait_for_function("document.querySelector('.yj-told').textContent === '批注已保存'")
    page.reload()
    basket(page)
    cards(page, 3)
    assert page.locator("textarea").nth(1).input_value() == f"行一\n{HOSTILE}"

    def numbers() -> list[str]:
        return [item["id"] for item in kept(page)]

    assert numbers() == ["1", "2", "3"]
    page.click("[data-id='1'] [data-act=down]")
    page.wait_for_function("document.querySelector('.yj-card').dataset.id === '2'")
    assert numbers() == ["2", "1", "3"]
    page.wait_for_function("document.activeElement.closest('[data-id]')?.dataset.id === '1'")
    page.select_option("select[name=sort]", "document")
    page.wait_for_function("document.querySelector('.yj-card').dataset.id === '3'")
    assert numbers() == ["3", "2", "1"], "the other city's plan comes first, then the places of a document"
    page.click("[data-id='2'] [data-act=remove]")
    cards(page, 2)
    label(page, "引文篮 2")
    page.click(".yj-empty-out")
    page.wait_for_selector(".yj-empty")
    label(page, "引文篮")
    for count, order in ((2, ["3", "1"]), (3, ["3", "2", "1"]), (3, ["2", "1", "3"]), (3, ["1", "2", "3"])):
        page.click(".yj-undo")
        page.wait_for_function(
            "order => JSON.stringify([...document.querySelectorAll('.yj-card')].map((c) => c.dataset.id)) === order",
            arg=json.dumps(order, separators=(",", ":")),
        )
        cards(page, count)
    assert page.locator("textarea").nth(1).input_value() == f"行一\n{HOSTILE}"
    assert page.evaluate("window.pwned") is None
    assert page.locator(".yj script, .yj img").count() == 0


def test_a_card_opens_its_clause(water, open_page, tmp_path):
    page = open_page(water.address)
    load(page, stored(tmp_path, water.index, {"plan.txt": [REUSE]}))
    cards(page, 1)
    page.click(".yj-card blockquote a")
    page.wait_for_selector("mark.cited")
    assert "".join(texts(page, "mark.cited")) == REUSE
    page.wait_for_selector("#yj-tab-ask-button[aria-selected=true]")


def test_every_format_is_previewed_copied_and_saved(water, open_page, tmp_path):
    page = open_page(water.address, permissions=["clipboard-read", "clipboard-write"])
    load(page, stored(tmp_path, water.index, {"plan.txt": [LEAK, REUSE], "other.txt": ["节水型企业覆盖率达到40%"]}))
    cards(page, 3)
    begins = {
        "gbt7714": "[1] 南陵市节水行动方案[Z].",
        "in-text": f"“{LEAK}”[1]二、重点任务",
        "plain": f"1. “{LEAK}”——《南陵市节水行动方案》",
        "markdown": f"> {LEAK}[^1]",
        "bibtex": "@misc{yinju-",
        "ris": "TY  - GOVDOC",
        "csl": "[",
    }
    suffixes = {"markdown": "md", "bibtex": "bib", "ris": "ris", "csl": "json"}
    for format, start in begins.items():
        page.select_option("select[name=format]", format)
        page.wait_for_selector(f".yj-preview[data-format='{format}'] pre")
        assert page.text_content(".yj-preview pre").startswith(start)
        page.evaluate("navigator.clipboard.writeText('')")
        page.click(".yj-copy-all")
        page.wait_for_function("navigator.clipboard.readText().then((text) => text.length > 0)")
        name, data = saved(page, ".yj-download")
        assert name == f"引文篮.{suffixes.get(format, 'txt')}"
        text = data.decode()
        assert page.evaluate("navigator.clipboard.readText()") == text
        assert text.startswith(start)
    one, two = json.loads(text)
    assert [place["quote"] for place in one["custom"]["places"]] == [LEAK, REUSE]
    assert two["title"] == "北陵市节水行动方案"

    page.select_option("select[name=format]", "docx")
    page.wait_for_selector(".yj-preview .yj-footnotes")
    page.wait_for_selector(".yj-copy-all", state="hidden")
    name, data = saved(page, ".yj-download")
    assert name == "引文篮.docx"
    notes, body = word(data)
    assert len(notes) == 3
    assert "南陵市节水行动方案[Z]" in notes[0]
    assert "2.再生水利用" in notes[1] or "二、重点任务" in notes[1]
    assert f"“{REUSE}”" in body
    assert body.count("节水") >= 3, "the notes stand before their quotations"


def test_the_page_says_how_many_references_the_citations_make(water, open_page, tmp_path):
    page = open_page(water.address)
    load(page, stored(tmp_path, water.index, {"plan.txt": [LEAK, REUSE]}))
    cards(page, 2)
    line = "2 条引文，1 条参考文献：有 2 条出自同一份文件，文件只列一次"
    assert page.text_content(".yj-reckoned") == line
    name, data = saved(page, ".yj-download")
    assert name.endswith(".txt")
    assert data.decode().count("[Z]") == 1
    page.wait_for_function("line => document.querySelector('.yj-toast')?.textContent === line", arg=line)
    page.select_option("select[name=format]", "plain")
    page.wait_for_selector("[data-format=plain] pre")
    assert page.text_content(".yj-reckoned") == "2 条引文"


def word(data: bytes) -> tuple[list[str], str]:
    """Return the footnotes of a Word document, and its text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        notes = ElementTree.fromstring(package.read("word/footnotes.xml"))
        body = ElementTree.fromstring(package.read("word/document.xml"))
    told = ["".join(note.itertext()).strip() for note in notes.iter(f"{WORD}footnote")]
    return [note for note in told if note], "".join(body.itertext())


def test_an_answer_is_exported_whole(seed_server, open_page):
    page = open_page(seed_server.address)
    ask(page, QUESTION)
    name, data = saved(page, ".yj-export-answer")
    assert name == "答案.docx"
    notes, body = word(data)
    assert len(notes) == 4
    assert QUESTION in body
    assert "参考文献" in body
    for quote in texts(page, "a.yj-quote"):
        assert f"“{quote}”" in body
    for title in texts(page, ".yj-title"):
        assert sum(title in note for note in notes) == 1


def test_the_file_is_that_of_the_command_line_both_ways(water, open_page, tmp_path, capsys):
    path = stored(tmp_path, water.index, {"plan.txt": [LEAK, REUSE]})
    page = open_page(water.address)
    load(page, path)
    cards(page, 2)
    assert page.text_content(".yj-told") == "新增 2 条，已有 0 条"
    name, data = saved(page, ".yj-save")
    assert name == "yinju-collection.json"
    assert json.loads(data) == json.loads(path.read_bytes())
    page.locator("textarea").first.fill("网页上的批注")
    _, data = saved(page, ".yj-save")
    path.write_bytes(data)
    code, told, _ = run(capsys, "collect", "list", "--collection", path)
    assert (code, "网页上的批注" in told) == (0, True)
    code, told, _ = run(capsys, "collect", "check", "--json", "--collection", path, "--index", water.index)
    assert [item["state"] for item in json.loads(told)["items"]] == ["stands", "stands"]
    load(page, path)
    cards(page, 2)
    assert page.text_content(".yj-told") == "新增 0 条，已有 2 条"


def test_a_file_that_is_no_collection_gets_one_sentence(water, open_page, tmp_path):
    page = open_page(water.address)
    contents = b"", b"[1]", b'{"yinju": "collection", "schema": 9, "items": []}', b"\xff\xfe\x00PK"
    for number, content in enumerate(contents):
        path = tmp_path / f"<b>{number}.json"
        path.write_bytes(content)
        load(page, path)
        page.wait_for_selector(f".yj-told .yj-error:has-text('<b>{number}.json 不是本版本的引文集')")
        assert kept(page) == []


def test_after_an_edit_every_citation_says_what_became_of_it(tmp_path, open_page, shoot):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "plan.txt").write_text(PLAN, encoding="utf-8")
    (corpus / "other.txt").write_text(OTHER, encoding="utf-8")
    build_index([corpus], tmp_path / "index", workers=1)
    stands = "坚持节水优先,统筹推进各项工作。"
    path = stored(
        tmp_path,
        tmp_path / "index",
        {"plan.txt": [stands, LEAK, REUSE, FARM], "other.txt": ["节水型企业覆盖率达到40%"]},
    )
    added = "二、重点任务\n\n各区县应当加大投入,建立考核制度。\n"
    edited = PLAN.replace("9%以内", "8%以内").replace("二、重点任务\n", added)
    edited = edited.replace(f"3.农业节水。{FARM}", "3.工业节水。推动企业循环用水,培育节水型企业。")
    with serving(tmp_path / "index") as server:
        page = open_page(server.address)
        load(page, path)
        cards(page, 5)
        page.wait_for_function("document.querySelector('.yj-tally').textContent.includes('均在原处')")
        (corpus / "plan.txt").write_text(edited, encoding="utf-8")
        (corpus / "other.txt").unlink()
        (corpus / "third.txt").write_text("无关文件\n\n一、总则\n\n另有规定的,从其规定。\n", encoding="utf-8")
        build_index([corpus], tmp_path / "index", workers=1)
        page.click("#yj-tab-ask-button")
        basket(page)
        page.wait_for_selector(".yj-card.yj-changed")
        rest(page)

        def card(number: int):
            return page.locator(".yj-card").nth(number)

        said = texts(page, ".yj-standing")
        assert said[0] == "仍在原处"
        assert said[1] == "原文已改动"
        assert said[2] == "原文未变，位置有移动，链接已随之更新"
        assert said[3] in ("原文已改动", "原文中已不存在")
        assert said[4] == "所在文件 other.txt 已不在语料中"
        assert card(1).locator("del").all_text_contents() == ["9"]
        assert card(1).locator("ins").all_text_contents() == ["8"]
        assert card(4).locator("a[data-open]").count() == 0
        shoot(page, "basket-checked-1280")

        card(1).locator("[data-act=renew]").click()
        page.wait_for_function("document.querySelectorAll('.yj-standing')[1].textContent === '仍在原处'")
        renewed = kept(page)[1]
        assert renewed["target"]["selector"][0]["exact"] == LEAK.replace("9%", "8%")
        assert (renewed["id"], renewed["note"]) == ("2", "节水")
        card(2).locator("blockquote a").click()
        page.wait_for_selector("mark.cited")
        assert "".join(texts(page, "mark.cited")) == REUSE


def test_hostile_documents_are_text_in_the_basket(odd_server, open_page):
    page = open_page(odd_server.address)
    ask(page, "新建厂房屋顶光伏覆盖率目标是多少?")
    page.locator(f".yj-passages {COLLECT}[data-collect*='onerror']").first.wait_for()
    collect(page, f".yj-passages {COLLECT}[data-collect*='onerror']")
    basket(page)
    cards(page, 1)
    for format in ("markdown", "docx", "csl"):
        page.select_option("select[name=format]", format)
        page.wait_for_selector(f".yj-preview[data-format={format}]")
    assert "<script>window.pwned=1</script>" in page.text_content(".yj-card blockquote")
    assert page.evaluate("window.pwned") is None
    assert page.locator(".yj script, .yj img, .yj svg, .yj a[href^='javascript']").count() == 0


def test_what_others_wrote_into_the_storage_does_not_break_the_page(water, open_page):
    page = open_page(water.address)
    ask(page, "再生水利用率目标是多少?")
    for text in (
        "{",
        '"text"',
        "null",
        '{"length": 3}',
        '[null, 1, "x", {}, {"id": {}, "target": {"selector": 5}}, {"target": {"selector": [{}, null]}}]',
        json.dumps([{"id": "1", "note": HOSTILE, "source": {"title": HOSTILE}, "target": HOSTILE}]),
    ):
        page.evaluate("text => localStorage.setItem('yinju.basket', text)", text)
        page.reload()
        page.wait_for_selector(".yj-passages")
        basket(page)
        page.wait_for_selector(".yj-empty")
        page.click("#yj-tab-ask-button")
        collect(page, f".yj-passages {COLLECT}")
        basket(page)
        cards(page, 1)
        page.click("#yj-tab-ask-button")
        assert page.evaluate("window.pwned") is None


def test_a_note_that_is_typed_while_the_basket_is_read_stays(water, open_page, tmp_path):
    page = open_page(water.address)
    load(page, stored(tmp_path, water.index, {"plan.txt": [LEAK]}))
    cards(page, 1)
    page.evaluate(
        """() => {
          document.querySelector("#yj-tab-basket-button").click();
          const note = document.querySelector(".yj-card textarea");
          note.value = "写了一半";
          note.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    rest(page)
    assert page.input_value(".yj-card textarea") == "写了一半"
    assert kept(page)[0]["note"] == "写了一半"


def test_hostile_fields_of_the_storage_are_text(water, open_page, tmp_path):
    told = json.loads(stored(tmp_path, water.index, {"plan.txt": [LEAK]}).read_bytes())["items"][0]
    told["source"] |= {"title": HOSTILE, "url": "javascript:window.pwned=1", "issuer": HOSTILE, "language": HOSTILE}
    twice = json.loads(json.dumps(told))
    twice |= {"heading": [HOSTILE], "note": HOSTILE, "id": told["id"]}
    twice["target"]["selector"][1] = {"type": HOSTILE, "start": 3, "end": 9}
    endless = told | {"note": "光" * 9_999}
    page = open_page(water.address)
    page.evaluate("text => localStorage.setItem('yinju.basket', text)", json.dumps([told, twice, endless]))
    page.reload()
    basket(page)
    cards(page, 2)
    assert "1 条记录无法读取" in page.text_content(".yj-told")
    assert [item["id"] for item in kept(page)] == ["1", "2"]
    assert HOSTILE in page.text_content(".yj-entry >> nth=0")
    page.wait_for_selector(".yj-preview pre")
    assert page.evaluate("window.pwned") is None
    assert page.locator(".yj script, .yj img, .yj a[href^='javascript']").count() == 0


def test_an_empty_basket_says_how_to_fill_it(water, open_page, shoot):
    page = open_page(f"{water.address}/?tab=basket")
    page.wait_for_selector(".yj-empty li")
    assert page.locator(".yj-empty li").count() == 4
    assert page.locator(".yj-empty-out").is_disabled()
    shoot(page, "basket-empty-1280")


def test_a_phone(seed_server, open_page, shoot):
    page = open_page(seed_server.address, width=390, height=844, has_touch=True, is_mobile=True)
    ask(page, QUESTION)
    for number in range(3):
        collect(page, f".yj-item {COLLECT}", number)
    basket(page)
    cards(page, 3)
    page.wait_for_selector(".yj-preview pre")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    quiet(page)
    shoot(page, "basket-390")


@pytest.mark.parametrize(("locale", "title"), [("zh-TW", "引文籃 1"), ("en-US", "Citations 1")])
def test_other_languages_and_the_keyboard(water, open_page, tmp_path, locale, title):
    page = open_page(water.address, locale=locale)
    load(page, stored(tmp_path, water.index, {"plan.txt": [LEAK]}))
    cards(page, 1)
    label(page, title)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll(".yj-basket :is(button, select, input, textarea, a)")].filter((e) =>
          !(e.textContent.trim() || e.getAttribute("aria-label") || e.closest("label")?.textContent.trim())).length"""
    )
    assert nameless == 0
    page.focus("select[name=sort]")
    for _ in range(24):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.act === 'remove'"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".yj-empty")
    page.wait_for_function("document.activeElement.matches('.yj-undo')")
    page.keyboard.press("Enter")
    cards(page, 1)


def test_two_windows_show_the_same_basket(water, open_page):
    page = open_page(water.address)
    other = page.context.new_page()
    other.goto(water.address)
    other.wait_for_selector("#yj-q")
    basket(other)
    other.wait_for_selector(".yj-empty")
    ask(page, "再生水利用率目标是多少?")
    collect(page, f".yj-passages {COLLECT}")
    cards(other, 1)
    label(other, "引文篮 1")


def test_a_full_basket_says_so(water, open_page, tmp_path):
    items = json.loads(stored(tmp_path, water.index, {"plan.txt": [LEAK]}).read_bytes())["items"]
    many = [items[0] | {"id": str(number)} for number in range(1, 501)]
    page = open_page(water.address)
    page.evaluate("text => localStorage.setItem('yinju.basket', text)", json.dumps(many))
    page.reload()
    page.wait_for_selector("#yj-q")
    ask(page, "再生水利用率目标是多少?")
    page.locator(f".yj-passages > ol {COLLECT}:not(.yj-collected)").first.click()
    page.wait_for_function("document.querySelector('.yj-toast')?.textContent.startsWith('引文篮已满')")
    assert len(kept(page)) == 500
