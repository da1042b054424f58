"""The target tab in a real browser: filters, list, matrix, charts, files, the address, languages, widths."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.ui.web.conftest import CITIES, NAME, rest, tab, texts

INDICATOR = "屋顶光伏覆盖率"
ROWS = ".yj-results:not([aria-busy]) .yj-figures tbody tr"


def view(server, **wanted: str) -> str:
    given = "".join(f"&targets.{key}={quote(value)}" for key, value in wanted.items())
    return f"{server.address}/?tab=targets{given}"


def settled(page) -> None:
    page.wait_for_selector(".yj-results:not([aria-busy]) > *")
    rest(page)


def counts(page, rows: int) -> None:
    page.wait_for_function(f"document.querySelectorAll('{ROWS}').length === {rows}")
    rest(page)


def column(page, name: str) -> list[str]:
    return texts(page, f".yj-figures tbody .yj-c-{name}")


@pytest.fixture
def targets(seed_server, open_page):
    """Open the tab by its button, as somebody does who comes for the first time."""
    page = open_page(seed_server.address)
    tab(page, "targets")
    page.wait_for_selector("#yj-indicator")
    settled(page)
    return page


def ask(page, indicator: str) -> None:
    page.fill("#yj-indicator", indicator)
    page.press("#yj-indicator", "Enter")


def test_an_indicator_lists_four_cities_each_with_its_clause(targets, shoot):
    ask(targets, INDICATOR)
    counts(targets, 4)
    assert set(column(targets, "place")) == CITIES
    assert column(targets, "value") == ["50%"] * 4
    assert column(targets, "period") == ["2025"] * 4
    assert column(targets, "bound") == ["力争"] * 4
    assert "4 份文件中有 4 条数据" in targets.text_content(".yj-toolbar .yj-count")
    targets.wait_for_function("document.querySelector('.yj-targets .yj-said').textContent.includes('4 条数据')")
    assert targets.locator(".yj-chart").count() == 1
    assert targets.locator(".yj-chart .yj-rod").count() == 4
    assert texts(targets, ".yj-chart .yj-figure") == ["力争 50%"] * 4
    shoot(targets, "targets-1280")
    for number in range(4):
        place = targets.locator(".yj-c-place bdi").nth(number).text_content()
        targets.locator(".yj-figures .yj-figure").nth(number).click()
        targets.wait_for_selector("mark.cited")
        targets.wait_for_function(
            "(place) => document.querySelector('aside h2').textContent.includes(place.slice(0, -1))"
            " && document.querySelector('.yj-reader').checkVisibility()",
            arg=place,
        )
        cited = "".join(texts(targets, "mark.cited"))
        assert "50%" in cited
        targets.go_back()
        targets.wait_for_function("document.querySelector('.yj-figures')?.checkVisibility()")
        counts(targets, 4)


def test_closing_a_clause_leads_back_to_where_it_was_opened(targets):
    link = targets.locator(".yj-figures .yj-figure").nth(40)
    link.scroll_into_view_if_needed()
    before = targets.evaluate("scrollY")
    assert before > 0
    link.click()
    targets.wait_for_selector("mark.cited")
    targets.click(".yj-close")
    targets.wait_for_function("document.querySelector('.yj-figures')?.checkVisibility()")
    targets.wait_for_function("at => Math.abs(scrollY - at) < 3", arg=before)
    assert "tab=targets" in targets.url
    targets.wait_for_function("document.querySelectorAll('.yj-figures .yj-figure')[40] === document.activeElement")


def test_tabs_are_steps_of_the_history(targets):
    for name in ("check", "basket", "corpus", "evaluation"):
        tab(targets, name)
    for name in ("corpus", "basket", "check", "targets", "ask"):
        targets.go_back()
        targets.wait_for_selector(f"#yj-tab-{name}-button[aria-selected=true]")


def test_a_document_that_is_gone_can_be_closed(seed_server, open_page):
    page = open_page(f"{seed_server.address}/?file=gone.txt&at=5-9", width=390)
    page.wait_for_selector(".yj-reader .yj-error")
    page.click(".yj-reader .yj-close")
    page.wait_for_selector(".yj-reader", state="hidden")
    assert "gone" not in page.url


def test_a_phone_shows_which_tab_is_open_and_scrolls_it(seed_server, open_page):
    page = open_page(view(seed_server) + "&file=000_ffbc63344c3ba8da.txt&at=10-20", width=390)
    settled(page)
    assert page.evaluate("getComputedStyle(document.body).overflowY") != "hidden"
    page.goto(f"{seed_server.address}/?tab=evaluation")
    page.wait_for_selector(".yj-run")
    box = "document.querySelector('#yj-tab-evaluation-button').getBoundingClientRect()"
    page.wait_for_function(f"{box}.right <= innerWidth")


@pytest.mark.parametrize("asked", ["屋頂光伏覆蓋率", "rooftop solar coverage"])
def test_an_indicator_is_found_in_another_script_or_language(seed_server, open_page, asked):
    page = open_page(view(seed_server, indicator=asked))
    counts(page, 4)
    assert set(column(page, "place")) == CITIES


def test_everything_is_listed_a_page_at_a_time(targets, shoot):
    counts(targets, 100)
    shoot(targets, "targets-all-1280")
    targets.click(".yj-pages [data-key=next]")
    targets.wait_for_selector(".yj-pages [data-key=previous]")
    rest(targets)
    assert "targets.page=2" in targets.url
    assert targets.locator(ROWS).count() < 100
    targets.go_back()
    counts(targets, 100)


def test_filters_meet_and_can_be_cleared(targets):
    targets.select_option("select[name=place] >> visible=true", "宜春市")
    targets.wait_for_selector(".yj-count:has-text('1 份文件')")
    rest(targets)
    assert set(column(targets, "place")) == {"宜春市"}
    targets.select_option("select[name=year] >> visible=true", "2030")
    targets.wait_for_function(
        "[...document.querySelectorAll('.yj-figures tbody .yj-c-period')]"
        ".every((cell) => cell.textContent.includes('2030'))"
    )
    rest(targets)
    targets.select_option("select[name=nature] >> visible=true", "state")
    targets.wait_for_selector(".yj-results .yj-refusal")
    rest(targets)
    assert targets.text_content(".yj-results .yj-refusal") == "没有同时符合这些条件的数据：请放宽其中一项。"
    targets.click("[data-clear]")
    counts(targets, 100)
    assert "targets." not in targets.url


def test_rows_are_sorted_by_a_column_both_ways_and_the_button_keeps_its_focus(targets):
    ask(targets, "非化石能源消费比重")
    targets.wait_for_selector(".yj-count:has-text('5 份文件')")
    rest(targets)
    targets.focus("[data-key=value]")
    targets.keyboard.press("Enter")
    targets.wait_for_selector("th[aria-sort=ascending] [data-key=value]")
    up = [float(text.rstrip("%")) for text in column(targets, "value")]
    assert up == sorted(up)
    targets.wait_for_function("document.activeElement.dataset.key === 'value'")
    targets.keyboard.press("Enter")
    targets.wait_for_selector("th[aria-sort=descending] [data-key=value]")
    down = [float(text.rstrip("%")) for text in column(targets, "value")]
    assert down == up[::-1]
    targets.click("[data-key=place]")
    targets.wait_for_selector("th[aria-sort=ascending] [data-key=place]")
    places = list(dict.fromkeys(column(targets, "place")))
    assert places == ["葫蘆島市", "汕尾市", "宿迁市", "襄阳市", "宜春市"]  # by sound: H, Sh, Su, X, Y


def test_the_matrix_compares_places_and_every_value_is_a_link(targets, shoot):
    targets.click("[data-view=matrix]")
    targets.wait_for_selector(".yj-matrix")
    places = texts(targets, ".yj-matrix thead th")[2:]
    assert set(places) >= CITIES
    shoot(targets, "targets-matrix-1280")
    row = targets.locator(".yj-matrix tbody", has_text="屋顶光伏覆盖率")
    values = row.locator("a[data-open]")
    values.nth(3).wait_for()
    assert values.count() == 4
    values.first.click()
    targets.wait_for_selector("mark.cited")
    targets.go_back()
    targets.wait_for_function("document.querySelector('.yj-matrix')?.checkVisibility()")
    targets.click(".yj-matrix a[data-indicator] >> nth=0")
    targets.wait_for_selector(".yj-chart")
    assert parse_qs(urlsplit(targets.url).query)["targets.view"] == ["matrix"]


def test_the_address_brings_the_same_view(seed_server, open_page):
    page = open_page(view(seed_server, indicator=INDICATOR, place="宿迁市", sort="-value"))
    counts(page, 1)
    assert page.input_value("#yj-indicator") == INDICATOR
    assert page.input_value(".yj-targets select[name=place]") == "宿迁市"
    assert page.get_attribute("th[aria-sort]", "aria-sort") == "descending"
    page.reload()
    counts(page, 1)
    page.click("#yj-tab-ask-button")
    page.wait_for_selector("#yj-q >> visible=true")
    tab(page, "targets")
    counts(page, 1)
    assert parse_qs(urlsplit(page.url).query)["targets.place"] == ["宿迁市"]
    page.click("[data-clear]")
    counts(page, 100)
    page.go_back()
    counts(page, 1)


def taken(page, form: str) -> bytes:
    with page.expect_download() as download:
        page.click(f"[data-export={form}]")
    page.wait_for_selector(f".yj-exporting:not(.yj-busy):has-text('.{form}')")
    assert download.value.suggested_filename.endswith(f".{form}")
    return Path(download.value.path()).read_bytes()


def test_what_is_shown_can_be_taken_away_and_its_links_open(targets, open_page):
    ask(targets, INDICATOR)
    counts(targets, 4)
    rows = list(csv.DictReader(io.StringIO(taken(targets, "csv").decode("utf-8-sig"))))
    assert {row["地区"] for row in rows} == CITIES
    assert [row["数值"] for row in rows] == ["50%"] * 4
    assert {row["place"] for row in json.loads(taken(targets, "json"))["targets"]} == CITIES
    text = taken(targets, "md").decode()
    assert text.count("[50%](<http") == 4
    page = open_page(text.split("(<", 1)[1].split(">)", 1)[0])
    page.wait_for_selector("mark.cited")
    assert "50%" in "".join(texts(page, "mark.cited"))


def test_a_sheet_can_be_opened_and_its_values_link_to_the_page(targets):
    openpyxl = pytest.importorskip("openpyxl")
    ask(targets, INDICATOR)
    counts(targets, 4)
    head, *rows = openpyxl.load_workbook(io.BytesIO(taken(targets, "xlsx"))).active.iter_rows()
    at = [cell.value for cell in head].index("数值")
    assert [row[at].value for row in rows] == ["50%"] * 4
    for row in rows:
        link = urlsplit(row[at].hyperlink.target)
        assert f"{link.scheme}://{link.netloc}" == targets.evaluate("location.origin")
        assert set(parse_qs(link.query)) == {"file", "at"}
    targets.click("[data-view=matrix]")
    targets.wait_for_selector(".yj-matrix")
    names, roofs = csv.reader(io.StringIO(taken(targets, "csv").decode("utf-8-sig")))
    assert set(names) == {"指标", "时期", *CITIES}
    assert roofs.count("50%") == 4


def test_what_no_row_says_gets_one_sentence(seed_server, open_page):
    page = open_page(view(seed_server, indicator="<b>zzqx</b>"))
    page.wait_for_selector(".yj-results .yj-refusal")
    assert page.text_content(".yj-results .yj-refusal") == (
        "语料中没有“<b>zzqx</b>”的数据：请换一种说法，或少写几个字。"
    )
    page = open_page(view(seed_server, place="无此地", year="two", sort="'; drop", page="-7", nature="?"))
    page.wait_for_selector(".yj-results .yj-refusal")
    page = open_page(view(seed_server, page="999999"))
    page.wait_for_selector(".yj-pages [data-key=previous]")


def test_in_english_and_in_traditional(seed_server, open_page, shoot):
    page = open_page(view(seed_server, indicator="非化石能源消费比重"), locale="en-US", color_scheme="dark")
    page.wait_for_selector(".yj-count:has-text('figures in 5 documents')")
    heads = texts(page, ".yj-figures thead th")
    assert heads[:3] == ["Place", "Indicator", "Period"]
    assert "at least" in column(page, "bound")
    shoot(page, "targets-en-dark-1280")
    page.select_option(".yj-language", "hant")
    page.wait_for_selector(".yj-figures th:has-text('數值')")
    page.wait_for_selector(".yj-figures .yj-c-indicator:has-text('費比重')")


def test_a_phone_shows_cards_and_never_scrolls_sideways(seed_server, open_page, shoot):
    narrow = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
    page = open_page(view(seed_server, indicator=INDICATOR), **narrow)
    counts(page, 4)
    fits = "document.documentElement.scrollWidth <= innerWidth"
    page.wait_for_function(fits)
    shoot(page, "targets-390")
    page.locator(".yj-figures").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.yj-figures').scrollIntoView()")
    shoot(page, "targets-cards-390")
    page.select_option("select[name=sort]", "-place")
    page.wait_for_function("document.querySelector('.yj-c-place bdi').textContent === '宜春市'")
    page.tap("[data-view=matrix]")
    page.wait_for_selector(".yj-matrix")
    page.wait_for_function(fits)
    shoot(page, "targets-matrix-390")


def test_a_hostile_document_is_shown_as_text(odd_server, open_page):
    for shown in ("", "matrix"):
        page = open_page(view(odd_server, indicator="光伏覆盖率", view=shown))
        page.wait_for_selector(".yj-chart" if not shown else ".yj-matrix")
        assert page.evaluate("window.pwned") is None
        assert page.locator(".yj-results :is(script, img, svg, a[href^=javascript])").count() == 0
    page = open_page(view(odd_server, document=NAME))
    settled(page)
    assert page.evaluate("window.pwned") is None


def test_every_control_has_a_name(targets):
    ask(targets, INDICATOR)
    counts(targets, 4)
    nameless = targets.evaluate(
        """() => [...document.querySelectorAll(".yj-targets :is(a, button, input, select, progress)")]
          .filter((control) => !(control.textContent.trim() || control.labels?.length
            || control.getAttribute("aria-label"))).map((control) => control.outerHTML)"""
    )
    assert nameless == []
    assert targets.locator(".yj-figures :is(th, td):not([scope]):not([role=cell])").count() == 0
