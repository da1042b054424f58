"""Where things stand on the screen: nothing out of reach on a phone, one column for every tab on a desktop."""

from __future__ import annotations

import pytest

from tests.ui.web.conftest import QUESTION, ask, rest, tab
from tests.ui.web.test_evaluation_page import results
from tests.ui.web.test_read_page import opened

TABS = ("ask", "targets", "check", "basket", "corpus", "evaluation")
PHONES = [(390, 844), (360, 640)]
DRAFT = "到2025年，宜春市新建厂房屋顶光伏覆盖率达到60%。"

OUT_OF_REACH = """(selector) => [...document.querySelectorAll(selector)].filter((element) => {
  const box = element.getBoundingClientRect();
  if (!element.checkVisibility({ visibilityProperty: true }) || !box.width || !box.height) return true;
  if (box.left < 0 || box.right > document.documentElement.clientWidth) return true;
  for (let around = element.parentElement; around; around = around.parentElement) {
    const clip = getComputedStyle(around).overflowX, edge = around.getBoundingClientRect();
    if (clip !== "visible" && (box.left < edge.left - 1 || box.right > edge.right + 1)) return true;
  }
  return false;
}).map((element) => element.textContent.trim() || element.className)"""
"""Elements that are hidden, or beside the window or a box that cuts off or scrolls sideways what stands in it."""


def phone(size: tuple[int, int], **options) -> dict[str, object]:
    return {"width": size[0], "height": size[1], "has_touch": True, "is_mobile": True, **options}


def reached(page, selector: str) -> None:
    assert page.locator(selector).count() > 0
    assert page.evaluate(OUT_OF_REACH, selector) == []


@pytest.mark.parametrize("size", PHONES)
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_every_tab_can_be_touched_on_a_phone(seed_server, open_page, size, locale):
    page = open_page(seed_server.address, **phone(size, locale=locale))
    rest(page)
    buttons = "[role=tablist]:not(.visually-hidden) [role=tab]"
    assert page.locator(buttons).count() == len(TABS)
    reached(page, buttons)
    for name in TABS:
        page.tap(f"#yj-tab-{name}-button")
        page.wait_for_selector(f"#yj-{name} .yj > *")
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        covering = page.evaluate(
            """(name) => { const box = document.querySelector(`#yj-tab-${name}-button`).getBoundingClientRect();
              return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).id; }""",
            name,
        )
        assert covering == f"yj-tab-{name}-button"


@pytest.mark.parametrize("size", PHONES)
def test_the_way_to_the_source_is_shown_beside_every_clause_on_a_phone(seed_server, open_page, shoot, size):
    page = open_page(seed_server.address, **phone(size))
    ask(page, QUESTION)
    rest(page)
    answers = page.locator(".yj-item").count()
    assert page.locator(".yj-item a.yj-action:has-text('在原文中查看')").count() == answers > 0
    reached(page, ".yj-item .yj-action, .yj-counted .yj-action")
    page.locator(".yj-item [data-collect]").first.tap()
    page.wait_for_selector(".yj-item .yj-collected")
    tab(page, "check")
    page.fill("#yj-draft", DRAFT)
    page.tap(".yj-check [type=submit]")
    page.wait_for_selector(".yj-claim")
    rest(page)
    assert page.locator(".yj-right > * a.yj-action:has-text('在原文中查看')").count() > 0
    reached(page, ".yj-downloads button, .yj-filter button, .yj-steps button, .yj-right > :not(details) .yj-action")
    tab(page, "basket")
    page.wait_for_selector(".yj-preview pre")
    assert page.locator(".yj-card a.yj-action:has-text('在原文中查看')").count() == 1
    reached(page, ".yj-card .yj-actions > *, .yj-basket-tools button, .yj-outgoing button")
    shoot(page, f"basket-{size[0]}")


@pytest.mark.parametrize("size", PHONES)
def test_the_tools_of_the_reader_stay_in_view_on_a_phone(seed_server, open_page, shoot, size):
    page = opened(open_page, seed_server, **phone(size))
    rest(page)
    tools = ".yj-reader .yj-close, .yj-tools button, .yj-tools .yj-find, .yj-outline summary"
    reached(page, tools)
    where = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
      const { x, y, bottom } = element.getBoundingClientRect();
      return { x, y, seen: y >= 0 && bottom <= innerHeight };
    })"""
    before = page.evaluate(where, tools)
    assert all(tool["seen"] for tool in before)
    moved = page.evaluate(
        """() => { const box = document.querySelector(".yj-document"); const before = box.scrollTop;
          box.scrollTop = before > 600 ? 0 : before + 600; scrollBy(0, 400); return box.scrollTop - before; }"""
    )
    assert moved != 0
    assert page.evaluate(where, tools) == before
    shoot(page, f"reader-{size[0]}")
    read = page.evaluate("document.querySelector('.yj-document').clientHeight")
    assert read > size[1] / 2, "the tools leave more than half of the screen to the text"


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_column_keeps_its_edges_from_tab_to_tab(seed_server, open_page, shoot, width):
    page = open_page(seed_server.address, width=width)
    edges = {}
    measure = """(name) => {
      const box = document.querySelector(`#yj-${name} .yj > *`).getBoundingClientRect();
      return [box.left, box.right];
    }"""
    for name in TABS:
        tab(page, name)
        edges[name] = page.evaluate(measure, name)
        shoot(page, f"{name}-{width}")
    tab(page, "ask")
    ask(page, QUESTION)
    edges["answered"] = page.evaluate(measure, "ask")
    page.locator("a.yj-quote").first.click()
    page.wait_for_selector("mark.cited")
    edges["reading"] = page.evaluate(measure, "ask")
    assert len(set(map(tuple, edges.values()))) == 1, edges


@pytest.mark.parametrize("size", [(1280, 860), (1440, 900), *PHONES])
def test_the_evaluation_shows_every_column_and_begins_with_the_reporting_half(seed_server, open_page, shoot, size):
    from eval.runs.results import save_results

    seed_server.runs.mkdir(exist_ok=True)
    save_results(seed_server.runs / "20261101-120000-hybrid-report.json", results("hybrid", 1.0))
    save_results(seed_server.runs / "20261101-130000-lexical-report.json", results("lexical", 0.0))
    page = open_page(
        seed_server.address, **(phone(size) if size in PHONES else dict(zip(("width", "height"), size, strict=True)))
    )
    tab(page, "evaluation")
    page.wait_for_selector("[data-run]")
    assert page.input_value("select[name=split]") == "report"
    assert page.locator("select[name=split] option").first.get_attribute("value") == "report"
    reached(page, ".yj-evaluation tbody td, .yj-evaluation tbody th, .yj-evaluation [data-run]")
    if size not in PHONES:
        reached(page, ".yj-evaluation thead th")
    page.select_option("select[name=before]", "20261101-120000-hybrid-report")
    page.select_option("select[name=after]", "20261101-130000-lexical-report")
    page.click(".yj-compare")
    page.wait_for_selector(".yj-shown table")
    reached(page, ".yj-shown tbody td, .yj-shown tbody th")
    shoot(page, f"evaluation-{size[0]}")
