"""What the target tab hands between its processes and to its readers."""

import io
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from index.build import build_index
from index.encoders import load_encoder
from index.errors import InputError
from index.store.bundle import Bundle
from retriever.targets import target_table
from retriever.targets.export import target_objects
from retriever.targets.filtering import Wanted, choose, of_indicator
from ui.api.operations import Operations
from ui.api.targets import target_functions
from ui.service import targets_files
from ui.service.processes import Processes
from ui.service.snapshot import Service
from ui.service.targets_codec import decoder, encode
from ui.service.targets_files import FORMS, Wording, encoded, file_name
from ui.service.targets_table import Tables
from ui.service.targets_wanted import View, viewed
from ui.web.strings import say_in
from ui.web.targets.tab import file_words

TEXT = """宜春市碳达峰实施方案

一、主要目标

到2025年,非化石能源消费比重达到18.3%,单位地区生产总值能耗比2020年下降14%。到2030年,非化石能源消费比重力争达到30%以上。

二、重点任务

到2025年,新建厂房屋顶光伏覆盖率力争达到50%,风电装机容量达到280万千瓦以上,集装箱运输量实现零的突破。目前,森林覆盖率已达到60%。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text(TEXT.replace("宜春市", "宿迁市").replace("18.3", "20"), encoding="utf-8")
    build_index([folder / "a.txt", folder / "b.txt"], folder / "index", workers=1)
    return folder / "index"


@pytest.fixture(scope="module")
def rows(index):
    bundle = Bundle.open(index)
    return target_table(bundle, load_encoder(bundle.encoder.name))


@pytest.fixture(scope="module")
def tables(index):
    return Tables(Service(index), Processes())


@pytest.fixture(scope="module")
def table(tables):
    return tables.table(60)


def test_rows_survive_the_way_to_another_process(rows):
    decode = decoder()
    assert len(rows) >= 10
    assert tuple(decode(json.loads(encode(row))) for row in rows) == rows


def test_how_sure_a_page_was_read_survives_it_too(rows):
    row = replace(rows[0], citation=replace(rows[0].citation, page=2, page_confidence=0.83))
    assert decoder()(json.loads(encode(row))) == row


def test_the_table_of_the_page_is_that_of_the_command_line(table, rows, index):
    assert table.rows == rows
    bundle = Bundle.open(index)
    found = of_indicator(rows, "屋顶光伏覆盖率", load_encoder(bundle.encoder.name), bundle.lexical.idf)
    assert table.chosen(View(indicator="屋顶光伏覆盖率")) == found
    for view, wanted in (
        (View(place="宜春"), Wanted(places=("宜春",))),
        (View(document="宿遷市"), Wanted(document="宿遷市")),
        (View(year="2030"), Wanted(years=(2030,))),
    ):
        assert table.chosen(view) == choose(rows, wanted) != ()


def test_programs_get_what_the_command_line_prints(index, tables, rows):
    (targets,) = target_functions(Operations(Service(index), tables))
    assert targets() == target_objects(rows)
    assert targets(place="宜春", year=2030) == target_objects(choose(rows, Wanted(places=("宜春",), years=(2030,))))
    found = targets(indicator="屋頂光伏覆蓋率", kind="target", sort="place")["targets"]
    assert [row["place"] for row in found] == ["宜春市", "宿迁市"]
    with pytest.raises(InputError, match="choose one of target, state"):
        targets(kind="aim")
    with pytest.raises(InputError, match="no order"):
        targets(sort="size")


@pytest.mark.parametrize("sort", ["place", "document", "indicator", "period", "bound", "value", "baseline", "nature"])
def test_an_order_loses_no_row_and_keeps_what_is_not_stated_last(table, sort):
    up, down = (table.chosen(View(sort=sort, down=way)) for way in (False, True))
    assert sorted(up, key=lambda row: (row.doc_id, row.span)) == list(table.rows)
    assert set(up) == set(down)
    if sort == "baseline":
        assert up[0].base_year == down[0].base_year == 2020
        assert up[-1].base_year is down[-1].base_year is None


def test_a_file_is_worded_and_linked(rows):
    (row,) = (row for row in rows if row.place == "宜春市" and row.value == "30%")
    text = encoded([row], "csv", Wording(file_words(say_in("hans"))), as_matrix=False, page="http://x.test/").decode(
        "utf-8-sig"
    )
    head, line = text.splitlines()
    held = dict(zip(head.split(","), line.split(","), strict=False))
    assert (held["方向"], held["力争"], held["性质"], held["增减"]) == ("不低于", "是", "目标", "水平值")
    json_object = json.loads(encoded([row], "json", Wording(file_words(say_in("en"))), as_matrix=True, page=""))
    assert json_object == target_objects([row])


def test_a_sheet_holds_no_more_links_than_a_spreadsheet_takes(rows, monkeypatch):
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(targets_files, "MOST_LINKS", 3)
    data = encoded(rows, "xlsx", Wording(file_words(say_in("en"))), as_matrix=False, page="http://x.test/")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    links = [cell.hyperlink.target for line in sheet.iter_rows() for cell in line if cell.hyperlink]
    assert len(links) == 3
    span = rows[0].citation.span
    assert parse_qs(urlsplit(links[0]).query) == {"file": ["a.txt"], "at": [f"{span.start}-{span.end}"]}


def test_names_of_files_are_names_of_files():
    assert file_name("csv", "../a b/<c>:*?\\") == "yinju-targets-a-b-c.csv"
    assert file_name("md", "") == "yinju-targets.md"
    assert set(FORMS) == {"csv", "xlsx", "json", "md"}


def test_what_a_process_cannot_do_is_said_in_its_sentence(tmp_path):
    with pytest.raises(InputError, match="cannot be used"):
        list(Processes().run({"task": "read_targets", "folder": str(tmp_path / "generations" / "none")}))


def test_a_view_survives_its_address_and_nonsense_is_left_out():
    view = View("光伏&=", "宜春市", "a b", "2030", "state", "value", True, "matrix", 3)
    given = {key.removeprefix("targets."): value[0] for key, value in parse_qs(view.address()[1:]).items()}
    assert given.pop("tab") == "targets"
    assert viewed(given) == view
    assert viewed({"year": "二〇", "sort": "-'", "page": "-1", "nature": "x", "view": "y"}) == View()
    with pytest.raises(InputError, match="at most"):
        viewed({"indicator": "光" * 100_000})
    with pytest.raises(InputError, match="no text"):
        viewed({"place": ["a"]})
