"""Checking a draft in a real browser: verdicts, both sides marked, filters, keys, files in and out, cancelling."""

from __future__ import annotations

import base64
import io
import json
import time
import zipfile

import pytest

from index.language.normalise import normalise_text
from retriever.check.verdict import Field, Stance, Verdict
from tests.retriever.check.test_checker import FIRST, SECOND
from tests.ui.web.conftest import QUESTION, SEEDS, WAIT, rest, tab, texts
from tests.ui.web.test_safety import call
from ui.web.strings import check as strings

IN_VIEW = """() => {
  const mark = document.querySelector("mark.cited"), box = mark?.closest(".yj-document")?.getBoundingClientRect();
  const at = mark?.getBoundingClientRect();
  return Boolean(box) && at.height > 0 && at.top >= box.top && at.top < box.bottom;
}"""
OTHERS = "# 各市工作情况\n\n现将有关情况汇报如下：\n"
DRAFT = OTHERS + "\n".join(sentence for sentence, *_ in FIRST)


def check_tab(page):
    tab(page, "check")
    page.wait_for_selector("#yj-draft", state="visible")


def settled(page):
    """Wait for the end of the check that was begun, and for the rows that are in sight."""
    page.wait_for_selector(".yj-head")
    page.wait_for_selector(".yj-progress .yj-job", state="detached")
    page.wait_for_selector("[data-download=docx]:enabled")
    rest(page)


def check(page, text: str):
    page.fill("#yj-draft", text)
    page.click(".yj-check .yj-primary")
    page.wait_for_selector(".yj-result:not([aria-busy]) .yj-head")
    settled(page)


def rows(page, many: int):
    """Wait for so many rows: those that arrive after the screen is full come when somebody scrolls to them."""
    page.wait_for_function(
        """(many) => {
          const there = document.querySelectorAll(".yj-rows > .yj-claim").length;
          if (there < many) document.querySelector(".yj-end")?.scrollIntoView({ block: "end" });
          return there === many;
        }""",
        arg=many,
    )
    page.evaluate("scrollTo(0, 0)")
    return page.locator(".yj-rows > .yj-claim")


def test_every_verdict_stance_and_field_has_words():
    keys = [f"{lead}_{v.value}" for lead in ("v", "means") for v in Verdict]
    keys += [f"stance_{s.value}" for s in Stance] + [f"f_{f.value}" for f in Field]
    assert [key for key in keys if key not in strings.TEXT] == []


@pytest.mark.parametrize("draft", [FIRST, SECOND], ids=["first", "second"])
def test_ten_sentences_get_ten_right_verdicts_each_beside_its_clause(seed_server, open_page, shoot, draft):
    page = open_page(seed_server.address)
    check_tab(page)
    check(page, OTHERS + "\n".join(sentence for sentence, *_ in draft))
    claims = rows(page, 10)
    for number, (sentence, verdict, field, words) in enumerate(draft):
        row = claims.nth(number)
        assert row.locator(".yj-left .yj-sentence").text_content() == sentence
        assert row.get_attribute("data-verdict") == verdict.value
        assert strings.TEXT[f"v_{verdict.value}"][1] in (row.locator(".yj-verdict").text_content() or "")
        if field is not None:
            told = " ".join(row.locator(".yj-right > .yj-difference").all_text_contents())
            assert strings.TEXT[f"f_{field.value}"][1] in told
        if words is not None:
            assert words in normalise_text(row.locator("a.yj-quote").first.text_content() or "")
    number = next(i for i, (_, verdict, *_) in enumerate(draft) if verdict is Verdict.DIFFERS)
    differing = claims.nth(number)
    assert differing.locator(".yj-sentence mark.differs-draft").count() == 1
    assert differing.locator(".yj-beside").first.locator("mark.differs-source").count() == 1
    assert page.locator(".yj-plain").count() == 2, "heading and lead-in stay as they are"
    shoot(page, "check-1280")


def test_a_click_lands_on_the_clause_and_back_leads_to_the_draft(seed_server, open_page):
    page = open_page(seed_server.address)
    check_tab(page)
    check(page, DRAFT)
    link = rows(page, 10).nth(1).locator("a.yj-quote").first
    quote = link.text_content()
    link.click()
    page.wait_for_selector("mark.cited")
    page.wait_for_function(IN_VIEW)
    assert "".join(texts(page, "mark.cited")) == quote
    page.go_back()
    page.wait_for_selector(".yj-rows > .yj-claim >> nth=0", state="visible")
    rows(page, 10)


def test_counts_filter_and_keys_go_from_problem_to_problem(seed_server, open_page):
    page = open_page(seed_server.address)
    check_tab(page)
    page.fill("#yj-draft", DRAFT)
    page.press("#yj-draft", "Control+Enter")
    settled(page)
    rows(page, 10)
    wanted = {verdict.value: sum(v is verdict for _, v, *_ in FIRST) for verdict in Verdict}
    for name, n in wanted.items():
        assert page.locator(f"[data-show={name}] .yj-n").text_content() == str(n)
    assert page.locator(".yj-check .yj-said").text_content() == "10 处陈述，4 处需要留意"
    page.click("[data-show=differs]")
    rows(page, 2)
    rest(page)
    page.wait_for_selector("[data-show=differs][aria-pressed=true]")
    page.click("[data-show=all]")
    rows(page, 10)
    rest(page)
    page.evaluate("document.activeElement.blur()")
    order = [sentence for sentence, verdict, *_ in FIRST if verdict.value in ("differs", "elsewhere", "absent")]
    here = "document.activeElement.querySelector('.yj-sentence')?.textContent === {}"
    for key, sentence in [*(("n", s) for s in order), ("p", order[2]), ("p", order[1])]:
        page.keyboard.press(key)
        page.wait_for_function(here.format(json.dumps(sentence)))
    page.wait_for_selector(".yj-here-of:text-is('2 / 4')")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.cited")
    page.wait_for_function(IN_VIEW)


def word_file() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("一、总体情况", 1)
    for sentence, *_ in FIRST[:4]:
        document.add_paragraph(sentence)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def choose(page, name: str, content: bytes):
    given = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files(".yj-check input[type=file]", [given])


def test_a_word_draft_comes_back_with_comments_and_as_a_page(seed_server, open_page, tmp_path):
    from docx import Document

    page = open_page(seed_server.address, accept_downloads=True)
    check_tab(page)
    choose(page, "第一稿.docx", word_file())
    settled(page)
    rows(page, 4)
    assert "第一稿.docx" in page.locator(".yj-about h2").text_content()
    with page.expect_download() as coming:
        page.click("[data-download=docx]")
    assert coming.value.suggested_filename == "第一稿-核对.docx"
    coming.value.save_as(tmp_path / "checked.docx")
    comments = list(Document(str(tmp_path / "checked.docx")).comments)
    assert len(comments) == 3, "what is borne out needs nobody"
    assert "14.5%" in comments[0].text
    assert "与原文不符" in comments[0].text
    with zipfile.ZipFile(tmp_path / "checked.docx") as package:
        assert package.read("word/document.xml").decode().count("commentRangeStart") == 3
    with page.expect_download() as coming:
        page.click("[data-download=html]")
    coming.value.save_as(tmp_path / "checked.html")
    assert "与原文不符" in (tmp_path / "checked.html").read_text("utf-8")


def test_a_pasted_draft_becomes_word_with_comments_in_the_readers_language(seed_server, open_page, tmp_path):
    from docx import Document

    page = open_page(seed_server.address, locale="en-GB", accept_downloads=True)
    check_tab(page)
    check(page, "\n".join(sentence for sentence, *_ in FIRST))
    with page.expect_download() as coming:
        page.click("[data-download=docx]")
    assert coming.value.suggested_filename == "Pasted text-checked.docx"
    coming.value.save_as(tmp_path / "checked.docx")
    document = Document(str(tmp_path / "checked.docx"))
    assert [paragraph.text for paragraph in document.paragraphs] == [sentence for sentence, *_ in FIRST]
    assert "differs from the source" in next(iter(document.comments)).text


def test_a_bad_draft_gets_one_sentence(seed_server, open_page):
    page = open_page(seed_server.address)
    check_tab(page)
    for name, data, said in (
        ("空.txt", b"", "空.txt 是空文件"),
        ("blank.md", b" \n\n", "没有可以核对的内容"),
        ("damaged.docx", b"PK\x03\x04 not a zip", "已损坏"),
        ("secret.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "密码"),
        ("draft.pdf", b"%PDF-1.7", "无法核对"),
    ):
        choose(page, name, data)
        page.wait_for_selector(f".yj-check .yj-error:has-text('{said}')")
        rest(page)
        assert page.locator(".yj-check .yj-error").count() == 1


def test_an_empty_box_and_a_draft_without_claims(seed_server, open_page):
    page = open_page(seed_server.address)
    check_tab(page)
    for button in (".yj-check .yj-primary", ".yj-find-source"):
        page.click(button)
        page.wait_for_selector(".yj-check .yj-error:has-text('粘贴')")
        rest(page)
    check(page, "一、总体情况\n谢谢大家。")
    page.wait_for_selector(".yj-sum:has-text('没有需要核对的陈述')")


def test_hostile_text_is_text(seed_server, open_page):
    page = open_page(seed_server.address)
    check_tab(page)
    attack = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">\u202e'
    said = f"到2025年，葫芦岛市单位地区生产总值能耗比2020年下降16.5%{attack}。"
    check(page, f"# {attack}\n{said}\n“{attack}持续加大可再生能源开发利用力度”。")
    page.wait_for_selector(".yj-claim")
    assert "<script>window.pwned=1</script>" in page.locator(".yj-rows").text_content()
    page.click(".yj-find-source")
    page.wait_for_selector(".yj-ranked, .yj-check .yj-error")
    rest(page)
    page.fill("#yj-draft", said)
    page.click(".yj-find-source")
    rest(page)
    page.wait_for_selector(".yj-ranked")
    choose(page, "<img src=x onerror=window.pwned=1>.txt", said.encode())
    settled(page)
    page.wait_for_selector(".yj-about h2:has-text('onerror')")
    assert page.evaluate("window.pwned") is None
    assert page.locator(".yj script, .yj img").count() == 0


def test_sources_of_a_sentence_are_ranked_with_how_they_stand(seed_server, open_page, shoot):
    page = open_page(seed_server.address)
    check_tab(page)
    page.fill("#yj-draft", "到2025年，葫芦岛市单位地区生产总值能耗比2020年下降16.5%。")
    page.click(".yj-find-source")
    page.wait_for_selector(".yj-ranked > li")
    first = page.locator(".yj-ranked > li").first
    assert first.locator(".yj-stance strong").text_content() == "不符"
    assert first.locator("mark.differs-source").first.text_content() != ""
    assert "14.5%" in first.locator("a.yj-quote").text_content()
    assert first.locator("button[data-collect]").get_attribute("data-collect")
    shoot(page, "source-1280")
    first.locator("a.yj-quote").click()
    page.wait_for_selector("mark.cited")
    page.wait_for_function(IN_VIEW)


def test_a_file_is_dropped_and_the_draft_is_still_there_after_a_reload(seed_server, open_page):
    page = open_page(seed_server.address)
    check_tab(page)
    page.evaluate(
        """(text) => {
          const given = new DataTransfer();
          given.items.add(new File([text], "稿.md"));
          const drop = new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true });
          document.querySelector("#yj-draft").dispatchEvent(drop);
        }""",
        DRAFT,
    )
    settled(page)
    rows(page, 10)
    assert page.locator(".yj-heading .yj-sentence").text_content() == "各市工作情况"
    page.reload()
    page.wait_for_selector(".yj-about h2:has-text('稿.md')")
    rows(page, 10)
    rest(page)
    page.click(".yj-clear-draft")
    page.wait_for_selector(".yj-head", state="detached")
    rest(page)
    page.reload()
    page.wait_for_selector("#yj-draft", state="visible")
    assert page.evaluate("sessionStorage.getItem('yinju.draft')") is None


def long_draft(pages: int = 200) -> str:
    """About ``pages`` pages of a thousand characters out of the seeds, and one wrong figure at the end."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))
    text = text[:40_000]
    return (text * (pages * 1_000 // len(text) + 1))[: pages * 1_000] + "\n" + FIRST[1][0]


def test_a_long_draft_shows_how_far_it_is_blocks_nobody_and_can_be_cancelled(seed_server, open_page, shoot):
    page = open_page(seed_server.address)
    check_tab(page)
    page.evaluate("text => { document.querySelector('#yj-draft').value = text; }", long_draft())
    page.click(".yj-check .yj-primary")
    page.wait_for_selector(".yj-progress progress")
    page.wait_for_selector(".yj-rows > li")
    shoot(page, "checking-1280")
    for number in range(6):
        answer = json.loads(call(seed_server, "ask", "ask", {"q": f"{QUESTION}{number}"})[1])
        assert "50%" in answer["html"]
    short = json.loads(call(seed_server, "check", "check", {"text": DRAFT})[1])
    deadline = time.monotonic() + WAIT / 1_000
    while short["state"] == "running" and time.monotonic() < deadline:
        time.sleep(0.1)
        short |= json.loads(call(seed_server, "check", "progress", {"id": short["id"]})[1])
    assert short["state"] == "done", "a short draft is not held up by a long one"
    page.click(".yj-stop")
    page.wait_for_selector(".yj-progress .yj-done:has-text('已取消')")
    page.wait_for_selector("[data-download=docx]:enabled")
    assert page.locator(".yj-rows > li").count() < 600, "rows come as they are needed"
    page.click(".yj-clear-draft")
    page.wait_for_selector(".yj-head", state="detached")


def test_a_phone_stacks_both_sides(seed_server, open_page, shoot):
    page = open_page(seed_server.address, width=390, height=844, has_touch=True, is_mobile=True)
    page.locator("#yj-tab-check-button").scroll_into_view_if_needed()
    check_tab(page)
    check(page, DRAFT)
    row = rows(page, 10).nth(1)
    row.scroll_into_view_if_needed()
    page.wait_for_function(
        """() => {
          const row = document.querySelectorAll(".yj-rows > .yj-claim")[1];
          const [left, right] = [".yj-left", ".yj-right"].map((s) => row.querySelector(s).getBoundingClientRect());
          return left.height > 0 && right.top >= left.bottom;
        }"""
    )
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("scrollTo(0, 0)")
    shoot(page, "check-390")
    row.scroll_into_view_if_needed()
    shoot(page, "check-rows-390")


def test_every_control_has_a_name_and_the_language_switches(seed_server, open_page):
    page = open_page(seed_server.address)
    check_tab(page)
    check(page, DRAFT)
    rows(page, 10)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll(".yj-check :is(button, a, input, textarea, section)")]
          .filter((e) => !(e.textContent || "").trim() && !e.getAttribute("aria-label") && !e.labels?.length)
          .map((e) => e.outerHTML)"""
    )
    assert nameless == []
    page.select_option(".yj-language", "hant")
    page.wait_for_selector(".yj-verdict:has-text('與原文不符')")
    rows(page, 10)
    rest(page)
    assert page.input_value("#yj-draft") == DRAFT
    page.select_option(".yj-language", "en")
    page.wait_for_selector(".yj-verdict:has-text('Differs')")


def send(server, name: str, content: bytes) -> str:
    begun = json.loads(call(server, "check", "begin", {"name": name, "size": len(content), "lang": "en"})[1])
    data = base64.b64encode(content).decode()
    call(server, "check", "piece", {"token": begun["token"], "data": data})
    return str(begun["token"])


def test_nothing_is_kept_that_was_dropped_and_what_is_sent_is_limited(seed_server):
    started = json.loads(call(seed_server, "check", "check", {"token": send(seed_server, "a.txt", DRAFT.encode())})[1])
    call(seed_server, "check", "drop", {"id": started["id"]})
    for function in ("progress", "rows", "download", "head", "stop"):
        gone = json.loads(call(seed_server, "check", function, {"id": started["id"], "lang": "en"})[1])
        assert "not kept any more" in gone["error"]
    assert "cannot be checked" in call(seed_server, "check", "begin", {"name": "a.exe", "size": 3})[1]
    assert "at most 16 MiB" in call(seed_server, "check", "begin", {"name": "a.txt", "size": 1 << 40})[1]
    begun = json.loads(call(seed_server, "check", "begin", {"name": "../../etc/a.txt", "size": 3})[1])
    more = base64.b64encode(b"four").decode()
    assert "announced" in call(seed_server, "check", "piece", {"token": begun["token"], "data": more})[1]
    assert "completely" in call(seed_server, "check", "check", {"token": begun["token"]})[1]
    assert "not there any more" in call(seed_server, "check", "check", {"token": "/etc/passwd"})[1]
    assert "1,000,000" in call(seed_server, "check", "check", {"text": "word. " * 166_700})[1]
    for sent in (None, [], {"text": 7}, {"id": []}, {"id": "x", "show": 3}):
        assert "error" in json.loads(call(seed_server, "check", "rows", sent)[1])


def test_programs_check_drafts_and_find_sources(seed_server):
    client_module = pytest.importorskip("gradio_client")
    client = client_module.Client(seed_server.address, verbose=False, analytics_enabled=False, download_files=False)
    report = client.predict(DRAFT, api_name="/check")
    assert [f["verdict"] for f in report["findings"] if f["verdict"]] == [v.value for _, v, *_ in FIRST]
    assert report["schema"] == 1
    word = client.predict("", name="d.docx", content=base64.b64encode(word_file()).decode(), api_name="/check")
    assert word["draft"] == "d.docx"
    assert word["counts"]["differs"] == 2
    found = client.predict(FIRST[1][0], top_k=3, api_name="/source")
    assert found["schema"] == 1
    assert found["verdict"] == "differs"
    assert "14.5%" in found["evidence"][0]["citation"]["quote"]
    with pytest.raises(client_module.exceptions.AppError, match="empty"):
        client.predict(" ", api_name="/source")
    with pytest.raises(client_module.exceptions.AppError, match="base64"):
        client.predict("", name="d.docx", content="?", api_name="/check")
