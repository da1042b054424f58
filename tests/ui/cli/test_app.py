"""Every command through a real process: what it prints, in which form, and what it ends with."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from index.store.bundle import Bundle
from retriever import json_schema
from tests.conftest import SEEDS
from tests.ui.running import Ended, yinju

ROOFS = {
    "hans": "新建厂房屋顶光伏覆盖率目标?",
    "hant": "新建廠房屋頂光伏覆蓋率目標?",
    "latn": "What share of new factory roofs should carry solar panels by 2025?",
}
CITIES = {"宜春市", "宿迁市", "汕尾市", "连云港市"}
STORAGE = "宜春2025年新型储能装机目标"


def source(file: str) -> str:
    """The text of a seed as citations count it: without newline translation."""
    return (SEEDS / file).read_bytes().decode("utf-8-sig")


def checked(ended: Ended) -> dict[str, Any]:
    assert ended.code == 0, ended.err
    answer: dict[str, Any] = ended.json()
    jsonschema.validate(answer, json_schema())
    for place in [item["citation"] for item in answer["answers"]]:
        assert source(place["file"])[place["start"] : place["end"]] == place["quote"]
    for hit in answer["hits"]:
        assert source(hit["file"])[hit["start"] : hit["end"]] == hit["text"]
    return answer


@pytest.mark.parametrize("script", ROOFS)
def test_four_cities_in_three_languages(seed_index: Path, script: str) -> None:
    answer = checked(yinju("ask", ROOFS[script], "--json", "--index", seed_index))
    found = {item["place"]: item for item in answer["answers"]}
    assert set(found) >= CITIES
    for city in CITIES:
        assert found[city]["text"] == "50%"
        assert "50%" in found[city]["citation"]["quote"]
    assert len(answer["hits"]) == 20


def test_the_three_languages_cite_the_same_clauses(seed_index: Path) -> None:
    cited = []
    for question in ROOFS.values():
        answer = checked(yinju("ask", question, "--json", "--index", seed_index))
        places = (item["citation"] for item in answer["answers"] if item["place"] in CITIES)
        cited.append({(place["file"], place["start"], place["end"]) for place in places})
    assert cited[0] == cited[1] == cited[2]


def test_a_figure_from_the_official_text(seed_index: Path) -> None:
    answer = checked(yinju("ask", STORAGE, "--json", "--index", seed_index))
    (item,) = answer["answers"]
    assert item["text"] in ("80万千瓦", "80萬千瓦")
    assert (item["place"], item["year"], item["citation"]["document"]) == ("宜春市", 2025, "宜春市碳達峰實施方案")


def test_a_place_without_documents_is_refused(seed_index: Path) -> None:
    answer = checked(yinju("ask", "深圳2025年新型储能装机目标", "--json", "--index", seed_index))
    assert answer["abstained"]
    assert answer["answers"] == []
    assert "深圳" in answer["reason"]


def test_answers_for_readers(seed_index: Path) -> None:
    shown = yinju("ask", STORAGE, "--index", seed_index)
    assert shown.code == 0
    assert "宜春市碳達峰實施方案" in shown.out
    assert re.search(r"【80[万萬]千瓦】", shown.out)
    assert re.search(r"000_ffbc63344c3ba8da\.txt:\d+-\d+", shown.out)
    assert "\x1b" not in shown.out
    refused = yinju("ask", "What is the storage target of Shenzhen for 2025?", "--index", seed_index)
    assert refused.code == 0
    assert "Merely near:" in refused.out


def test_search_finds_passages_only(seed_index: Path) -> None:
    answer = checked(yinju("search", "厂房屋顶光伏", "--top-k", "3", "--json", "--index", seed_index))
    assert (answer["answers"], answer["abstained"], len(answer["hits"])) == ([], False, 3)
    assert [hit["rank"] for hit in answer["hits"]] == [1, 2, 3]
    shown = yinju("search", "厂房屋顶光伏", "-k", "2", "--index", seed_index)
    assert shown.out.lstrip().startswith("1. ")


def test_batch_keeps_order_and_ids(seed_index: Path, tmp_path: Path) -> None:
    questions = [("b", STORAGE), (7, "?"), ("a", ROOFS["latn"]), ("b", "深圳的储能目标"), ("long", "厂" * 5000)]
    lines = [json.dumps({"id": key, "question": question}) for key, question in questions]
    (tmp_path / "q.jsonl").write_text("\n\n".join(lines), encoding="utf-8")
    arguments = ("ask", "--json", "--top-k", "2", "--index", seed_index, "--batch")
    from_file = yinju(*arguments, tmp_path / "q.jsonl")
    assert from_file.code == 0
    answers = [json.loads(line) for line in from_file.out.splitlines()]
    assert [(answer["id"], answer["question"]) for answer in answers] == questions
    for answer in answers:
        jsonschema.validate(answer, json_schema())
    # What cannot be asked is refused in its place, with the reason.
    assert [answer["abstained"] for answer in answers] == [False, True, False, True, True]
    assert "at most" in answers[4]["reason"]
    from_stdin = yinju(*arguments, "-", stdin=(tmp_path / "q.jsonl").read_bytes())
    untimed = [{**answer, "took_ms": 0} for answer in answers]
    assert [{**json.loads(line), "took_ms": 0} for line in from_stdin.out.splitlines()] == untimed


def test_filters_limit_what_is_asked(seed_index: Path) -> None:
    def places(*options: object) -> set[str]:
        answer = checked(yinju("ask", ROOFS["hans"], "--json", "--index", seed_index, *options))
        return {item["place"] for item in answer["answers"]}

    assert places("--place", "宜春市", "--place", "宿迁") == {"宜春市", "宿迁市"}
    assert places("--document", "汕尾市碳達峰實施方案", "--document", "000_ffbc63344c3ba8da.txt") == {
        "汕尾市",
        "宜春市",
    }
    assert places("--issuer", "宿迁市人民政府", "--issued-from", "2024-04-08", "--issued-until", "2024-04") == {
        "宿迁市"
    }
    assert places("--year", "2025") >= CITIES
    refused = checked(yinju("ask", ROOFS["hans"], "--json", "--index", seed_index, "--year", "2031"))
    assert refused["abstained"]
    assert "2031" in refused["reason"]
    found = checked(yinju("search", "光伏", "--json", "--index", seed_index, "--place", "汕尾市"))
    assert {hit["document"] for hit in found["hits"]} == {"汕尾市碳達峰實施方案"}


def test_filters_of_a_batch_hold_for_the_lines_without_their_own(seed_index: Path, tmp_path: Path) -> None:
    lines = [
        {"id": 1, "question": ROOFS["hans"]},
        {"id": 2, "question": ROOFS["hans"], "filters": {"places": ["汕尾市"]}},
        {"id": 3, "question": ROOFS["hans"], "filters": {"places": ["某市"]}},
    ]
    batch = tmp_path / "q.jsonl"
    batch.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ended = yinju("ask", "--batch", batch, "--json", "--index", seed_index, "--place", "宜春市")
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert [{item["place"] for item in answer["answers"]} for answer in answers] == [{"宜春市"}, {"汕尾市"}, set()]
    assert "某市" in answers[2]["reason"]


def test_show_highlights_a_span(seed_index: Path) -> None:
    file = "000_ffbc63344c3ba8da.txt"
    text = source(file)
    shown = yinju("show", file, "--span", "100:120", "--context", "10", "--index", seed_index)
    assert shown.out == f"{text[90:100]}【{text[100:120]}】{text[120:130]}\n"
    # One notation for all commands, and what it replaced is still read.
    for place in ([f"{file}:100-120"], [f"{file}:100–120"], [f"{file}:100:120"], [file, "--span", "100-120"]):
        assert yinju("show", *place, "--context", "10", "--index", seed_index).out == shown.out
    whole = yinju("show", "000_ff", "--index", seed_index)
    assert whole.out.split() == text.split()
    outline = yinju("show", "宿迁", "--outline", "--index", seed_index)
    assert outline.out.startswith("宿迁市碳达峰实施方案\n")
    assert re.search(r"^    \(一\).*\d+-\d+$", outline.out, re.MULTILINE)


def test_info_lists_the_documents(seed_index: Path) -> None:
    described = yinju("info", "--json", "--index", seed_index).json()
    bundle = Bundle.open(seed_index)
    assert described["counts"]["passages"] == bundle.counts.passages
    assert [row["title"] for row in described["documents"]] == [
        document.title.value for document in bundle.documents if document.title
    ]
    shown = yinju("info", "--index", seed_index)
    assert all(row["title"] in shown.out for row in described["documents"])
    assert "5 files, 7 documents" in shown.out
    assert "5 个文件、7 份文档" in yinju("info", "--index", seed_index, YINJU_LANG="zh").out


def test_verify_in_both_languages(seed_index: Path) -> None:
    assert "is whole" in yinju("verify", "--index", seed_index).out
    assert "完好" in yinju("verify", "--index", seed_index, YINJU_LANG="zh").out


def test_build_reports_what_it_made(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("某市方案\n一、目标\n到2025年,覆盖率达到50%。\n", encoding="utf-8")
    (corpus / "empty.txt").write_text("", encoding="utf-8")
    built = yinju("build", corpus, "--index", tmp_path / "index", "--json")
    assert built.code == 0
    assert built.err == ""
    report = built.json()
    assert (report["files"], report["documents"]) == (1, 1)
    assert [entry["file"] for entry in report["skipped"]] == ["empty.txt"]
    shown = yinju("build", corpus, "--index", tmp_path / "index")
    assert shown.out.startswith("Indexed 1 files")
    assert shown.err == "Left out: empty.txt is empty: leave it out, or fetch it again.\n"


def test_what_build_proves_to_be_answered_is_shown_by_info(tmp_path: Path) -> None:
    assert yinju("build", SEEDS, "--index", tmp_path).code == 0
    examples = yinju("info", "--json", "--index", tmp_path).json()["examples"]
    assert len(examples) >= 3
    shown = yinju("info", "--index", tmp_path).out
    assert all(f"Example: {question}" in shown for question in examples)


def test_the_index_may_be_named_by_the_environment(seed_index: Path, tmp_path: Path) -> None:
    assert yinju("verify", cwd=tmp_path, YINJU_INDEX=str(seed_index)).code == 0
    # A variable that is set to nothing is not set.
    assert "var/index" in yinju("verify", cwd=tmp_path, YINJU_INDEX="").err


def test_help_and_version() -> None:
    shown = yinju("--help")
    assert shown.code == 0
    for command in ("build", "ask", "search", "show", "info", "verify"):
        assert f"\n  {command} " in shown.out
    assert "退出码" in yinju("--help", YINJU_LANG="zh").out
    assert yinju("--version").out.startswith("yinju")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_offered(shell: str) -> None:
    shown = yinju("--show-completion", shell)
    assert shown.code == 0
    assert "_YINJU_COMPLETE" in shown.out
