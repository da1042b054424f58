"""Reading in a real browser: the outline, search, highlights, scripts, citations, giant lines, a large document."""

from tests.ui.web.conftest import QUESTION, Server, ask, texts


def opened(open_page, server: Server, place: str = "连云港市", **options):
    page = open_page(server.address, **options)
    ask(page, QUESTION)
    page.locator(".yj-place", has_text=place).locator("a.yj-quote").click()
    page.wait_for_selector("mark.cited")
    return page


def stands(page, text: str) -> None:
    """Wait until the reader says at which of how many places it is."""
    page.wait_for_function("text => document.querySelector('.yj-at').textContent === text", arg=text)


def test_the_outline_leads_to_its_heading(seed_server, open_page, shoot):
    page = opened(open_page, seed_server)
    page.click(".yj-outline summary")
    shoot(page, "outline-1280")
    line = page.locator(".yj-outline a").nth(12)
    block, text = line.get_attribute("data-block"), line.text_content()
    line.click()
    page.wait_for_function(
        """(block) => {
          const box = document.querySelector(".yj-document").getBoundingClientRect();
          const top = document.querySelector(`#b${block}`).getBoundingClientRect().top - box.top;
          return top >= 0 && top < 120;
        }""",
        arg=block,
    )
    assert "".join(page.text_content(f"#b{block}").split()).startswith("".join(text.split()))


def test_the_metadata_that_the_document_states_are_shown(seed_server, open_page):
    page = open_page(f"{seed_server.address}/?q=襄阳市的碳达峰方案是哪年印发的")
    page.locator(".yj-from", has_text="襄阳").first.click()
    page.wait_for_selector("aside dl")
    facts = page.text_content("aside dl")
    for stated in ("湖北省襄阳市人民政府", "襄政发〔2024〕5号", "襄阳市", "实施方案", "003_da06662678dbe12e.txt"):
        assert stated in facts


def test_search_finds_the_other_script_and_steps_through_what_it_found(seed_server, open_page):
    page = opened(open_page, seed_server, "宜春市")  # a Traditional document
    page.fill(".yj-find", "光伏覆盖率")
    page.wait_for_function("CSS.highlights.get('yinju-found')?.size > 0")
    found = page.evaluate("[...CSS.highlights.get('yinju-found')].map((range) => range.toString())")
    assert found == ["光伏覆蓋率"] * len(found)
    stands(page, f"第 1 / {len(found)} 处")
    page.fill(".yj-find", "碳达峰")
    page.wait_for_function(
        "[...(CSS.highlights.get('yinju-found') ?? [])].some((range) => range.toString() === '碳達峰')"
    )
    page.press(".yj-find", "Enter")
    page.wait_for_selector(".yj-at:has-text('第 2 /')")
    page.fill(".yj-find", "没有这样的词")
    page.wait_for_function("document.querySelector('.yj-at').textContent === '没有找到'")
    page.fill(".yj-find", "")
    page.wait_for_function("document.querySelector('.yj-at').textContent.startsWith('第 ')")


def test_next_and_previous_go_through_the_passages_of_the_document(seed_server, open_page):
    page = opened(open_page, seed_server)
    at, of = page.text_content(".yj-at").removeprefix("第 ").removesuffix(" 处").split(" / ")
    assert 1 <= int(at) <= int(of)
    assert int(of) > 1
    stops = page.evaluate(
        "[...document.querySelectorAll('[data-stop]')].flatMap((e) => e.dataset.stop.split(' ').map(Number))"
    )
    assert stops == list(range(int(of)))
    page.click(".yj-next")
    stands(page, f"第 {int(at) % int(of) + 1} / {of} 处")
    assert page.locator(".yj-here").count() == 1
    page.click(".yj-previous")
    stands(page, f"第 {at} / {of} 处")


def test_the_script_can_be_switched_and_the_highlight_stays(seed_server, open_page, shoot):
    page = opened(open_page, seed_server)
    before = "".join(texts(page, "mark.cited"))
    assert "光伏覆盖率" in before
    page.click("[data-script=hant]")
    page.wait_for_selector(".yj-document[lang=zh-Hant]")
    after = "".join(texts(page, "mark.cited"))
    assert "光伏覆蓋率" in after
    assert len(after) == len(before)
    assert page.locator("mark.cited.answer").text_content() == "50%"
    shoot(page, "traditional-1280")
    page.click("[data-script=source]")
    page.wait_for_selector(".yj-document[lang=zh-Hans]")
    assert "".join(texts(page, "mark.cited")) == before


def test_a_citation_is_copied_in_every_style(seed_server, open_page):
    page = opened(open_page, seed_server, permissions=["clipboard-read", "clipboard-write"])
    styles = {"纯文本": "“到2025年", "Markdown": "> 到2025年", "GB/T 7714": "连云港市住房和城乡建设局. "}
    for label, begins in styles.items():
        button = page.locator(".yj-copy button").nth(list(styles).index(label))
        assert button.text_content() == label
        button.click()
        page.wait_for_function("button => button.textContent.includes('已复制')", arg=button.element_handle())
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(begins)
        assert "连云港市城乡建设领域碳达峰实施方案" in copied


def test_lines_of_thousands_of_characters_are_broken_into_readable_blocks(seed_server, open_page):
    page = open_page(f"{seed_server.address}/?q={QUESTION}&file=003_da06662678dbe12e.txt&at=20000-20000")
    page.wait_for_selector(".yj-document p")
    sizes = page.evaluate("[...document.querySelectorAll('.yj-document p')].map((block) => block.textContent.length)")
    assert max(sizes) < 700
    assert len(sizes) > 80


def test_a_document_of_a_megabyte_opens_at_once(odd_server, open_page):
    page = open_page(odd_server.address)
    ask(page, "南京市新建厂房屋顶光伏覆盖率?")
    took = page.evaluate(
        """() => new Promise((seen) => {
          const began = performance.now(), pane = document.querySelector("aside");
          new MutationObserver(() => {
            if (!pane.querySelector("mark.cited")) return;
            requestAnimationFrame(() => setTimeout(() => seen(performance.now() - began)));
          }).observe(pane, { childList: true });
          document.querySelector("a.yj-from[href*='large.txt']").click();
        })"""
    )
    print(f"1 MB: {took:.0f} ms")
    page.wait_for_function("document.querySelectorAll('.yj-document p').length > 1_000")
    page.wait_for_function(
        """() => {
          const box = document.querySelector(".yj-document").getBoundingClientRect();
          const at = document.querySelector("mark.cited").getBoundingClientRect();
          return at.top >= box.top && at.bottom <= box.bottom;
        }"""
    )
