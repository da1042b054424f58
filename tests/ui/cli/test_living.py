"""Changing an index on the command line: what is said, in words and in JSON, and what it ends with."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.ui.running import COMMAND, ROOT, environment, yinju

TEXT = "{city}碳达峰实施方案\n\n一、目标\n\n到2025年,新建厂房屋顶光伏覆盖率力争达到{share}%。\n"


def write(path: Path, city: str, share: int) -> Path:
    path.write_text(TEXT.format(city=city, share=share), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "folder"
    place.mkdir()
    write(place / "宜春市.txt", "宜春市", 50)
    return place


def test_an_index_lives_by_its_commands(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"

    def run(*arguments: str | Path) -> dict[str, object]:
        ended = yinju(*arguments, "--index", index, "--json")
        assert ended.code == 0, ended.err
        return dict(ended.json())

    made = run("sync", folder)
    assert (made["added"], made["changed"]) == (["宜春市.txt"], True)
    added = run("add", write(tmp_path / "宿迁市.txt", "宿迁市", 40))
    assert (added["added"], added["files"]) == (["宿迁市.txt"], 2)
    answer = yinju("ask", "宿迁市屋顶光伏覆盖率", "--index", index, "--json").json()
    assert answer["hits"][0]["file"] == "宿迁市.txt"
    assert run("remove", "宿迁市.txt")["removed"] == ["宿迁市.txt"]
    assert run("sync", folder)["changed"] is False
    versions = run("history")["generations"]
    assert isinstance(versions, list)
    assert [(version["current"], version["counts"]) for version in versions] == [
        (True, {"added": 0, "replaced": 0, "removed": 1}),
        (False, {"added": 1, "replaced": 0, "removed": 0}),
    ]
    assert run("rollback")["generation"] == added["generation"]
    pruned = run("gc", "--keep", "1")
    assert (pruned["kept"], pruned["in_use"]) == ([added["generation"]], [])


def test_what_cannot_be_done_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    for arguments, code in ((("history",), 4), (("remove", "x.txt"), 4), (("sync", tmp_path / "gone"), 3)):
        ended = yinju(*arguments, "--index", index)
        assert (ended.code, ended.out) == (code, "")
        assert ended.err.startswith("yinju: ")
        assert ended.err.count("\n") == 1
    assert yinju("sync", folder, "--index", index).code == 0
    for arguments in (("rollback",), ("rollback", "zz"), ("remove", "x.txt")):
        ended = yinju(*arguments, "--index", index)
        assert (ended.code, ended.out) == (2, "")
        assert "yinju history" in ended.err or "yinju info" in ended.err


def test_citations_are_followed_to_where_their_words_went(folder: Path, tmp_path: Path) -> None:
    index, collection = tmp_path / "index", tmp_path / "collection.json"
    yinju("sync", folder, "--index", index)
    text = TEXT.format(city="宜春市", share=50)
    start = text.index("到2025年")
    place = f"宜春市.txt:{start}-{len(text) - 1}"
    assert yinju("collect", "add", place, "--index", index, "--collection", collection).code == 0
    (folder / "宜春市.txt").write_text("宜春市人民政府办公室文件\n\n" + text, encoding="utf-8")
    ended = yinju("sync", folder, "--index", index, "--collection", collection)
    assert "1 moved and were followed" in ended.out
    (item,) = yinju("collect", "list", "--collection", collection, "--json").json()["items"]
    assert item["start"] == start + len("宜春市人民政府办公室文件\n\n")
    missing = yinju("sync", folder, "--index", index, "--collection", tmp_path / "none.json")
    assert missing.code == 2


def test_a_folder_is_followed_until_it_is_stopped(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    command = [*COMMAND, "sync", folder, "--watch", "--json", "--index", index]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment({}), text=True
    ) as process:
        assert process.stdout is not None
        assert '"宜春市.txt"' in process.stdout.readline()
        (folder / "宜春市.txt").unlink()
        time.sleep(2.5)  # an empty folder is an error that is said, and following goes on
        write(folder / "宜春市.txt", "宜春市", 50)
        write(folder / "宿迁市.txt", "宿迁市", 40)
        assert '"宿迁市.txt"' in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "No longer following" in said
    assert "Traceback" not in said
    assert yinju("info", "--index", index, "--json").json()["counts"]["files"] == 2


def test_a_document_is_compared_with_its_version_before_and_corrected(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    yinju("sync", folder, "--index", index)
    for arguments in (
        ("diff", "宜春市.txt"),
        ("diff", "无"),
        ("set", "宜春市.txt"),
        ("set", "宜春市.txt", "--date", "x=1"),
    ):
        ended = yinju(*arguments, "--index", index)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.count("\n") == 1
    write(folder / "宜春市.txt", "宜春市", 55)
    yinju("sync", folder, "--index", index)
    told = yinju("diff", "宜春市.txt", "--index", index)
    assert "figure: 50% → 55%" in told.out
    assert "0 added, 0 removed, 1 changed" in told.out
    (target,) = yinju("diff", "宜春市.txt", "--index", index, "--json").json()["targets"]
    assert (target["value"], target["now"]) == ("50%", "55%")
    made = yinju("set", "宜春市.txt", "--issuer", "宜春市人民政府", "--tag", "能源", "--index", index, "--json").json()
    assert (made["issuer"], made["tags"], made["by_hand"]) == ("宜春市人民政府", ["能源"], ["issuer", "tags"])
    assert "set by hand: issuer, tags" in yinju("info", "--index", index).out
    answer = yinju("ask", "宜春市屋顶光伏覆盖率目标", "--index", index, "--json").json()
    assert answer["answers"][0]["citation"]["by_hand"] == ["issuer", "tags"]
