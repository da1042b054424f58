"""What goes wrong is told in one sentence with a remedy and an exit code; what stands stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import build_index
from tests.index.hashing_encoder import HashingEncoder
from tests.ui.running import COMMAND, ROOT, Ended, environment, yinju
from ui.cli.app import main

POLICY = "某市碳达峰实施方案\n一、总体要求\n到2025年,新建厂房屋顶光伏覆盖率力争达到50%。\n"
Here = Callable[..., Ended]


@pytest.fixture
def here(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Here:
    """The command line in this process: for what depends on no stream, signal or locale of its own."""
    monkeypatch.setenv("YINJU_LANG", "en")
    monkeypatch.delenv("YINJU_INDEX", raising=False)

    def run(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        shown = capfd.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 1, shown.out, shown.err)

    return run


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(POLICY, encoding="utf-8")
    return folder


def one_sentence(ended: Ended, code: int, *says: str) -> None:
    """The whole of what a refusal may print."""
    assert ended.code == code, ended
    assert ended.out == ""
    assert ended.err.startswith("yinju: ")
    assert ended.err.count("\n") == 1
    for words in says:
        assert words in ended.err


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", " \n\u3000\t".encode(), "is empty"),
        ("noise.txt", bytes(range(256)) * 50, "is binary"),
        ("nul.txt", b"\0" * 500, "is binary"),
        ("page.txt", b"%PDF-1.4\n%\xe2\xe3", "is a PDF"),
        ("word.txt", b"PK\x03\x04rest", "is a ZIP archive"),
        ("image.txt", b"\x89PNG\r\n\x1a\n....", "is a PNG image"),
        ("script.html", b"<html><script>alert(1)</script></html>", "holds no text outside scripts"),
        ("data.bin", b"text", "is a .bin file, which cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used(here: Here, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    one_sentence(here("build", tmp_path / name, "--index", tmp_path / "index"), 3, name, says)


def test_a_folder_with_nothing_usable(here: Here, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x.dwg").write_bytes(b"x")
    one_sentence(here("build", tmp_path / "folder", "--index", tmp_path / "index"), 3, "nothing to index")
    one_sentence(here("build", tmp_path / "gone", "--index", tmp_path / "index"), 3, "does not exist")


def test_what_is_readable_goes_in_and_all_else_is_told(here: Here, corpus: Path, tmp_path: Path) -> None:
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (corpus / "loop").symlink_to(corpus)
    (corpus / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(corpus / "pipe.txt")
    os.mkfifo(corpus / "tube.txt")
    (corpus / "two\nlines\x1b[31m.txt").write_text(POLICY, encoding="utf-8")
    (corpus / "--index.txt").write_text(POLICY, encoding="utf-8")
    (corpus / f"{'名' * 80}.txt").write_text(POLICY, encoding="utf-8")
    (corpus / "gb.txt").write_bytes(POLICY.encode("gb18030"))
    (corpus / "wide.txt").write_bytes(POLICY.encode("utf-16-le"))
    (corpus / "half.txt").write_bytes(b"\xff\xfe" + POLICY.encode("utf-16-le") + b"\x00\xd8\n\x00")
    (corpus / "deep.html").write_text("<div>" * 50_000 + POLICY, encoding="utf-8")
    ended = here("build", corpus, tmp_path / "gone.txt", "--index", tmp_path / "index")
    assert ended.code == 0
    assert ended.out.startswith("Indexed 8 files")
    told = ended.err.splitlines()
    assert told.pop(0).startswith("6 files were left out")
    assert all(line.startswith("Left out: ") for line in told)
    assert {line.removeprefix("Left out: ").split()[0].rsplit("/")[-1] for line in told} == {
        "gone.txt",
        "broken.txt",
        "pipe.txt",
        "zero.txt",
        "empty.txt",
    }
    # Two for one reason are one line.
    assert [line for line in told if line.endswith(" The same: tube.txt.")] != []
    listed = here("info", "--index", tmp_path / "index")
    assert "\x1b" not in listed.out
    assert all(line.split(" The same: ")[0] in listed.out for line in told)
    assert "zero.txt is a link to a place outside of the folder" in listed.out
    followed = here("build", corpus, "--follow-symlinks", "--index", tmp_path / "index")
    assert [line for line in followed.err.splitlines() if "is a device" in line and "zero.txt" in line] != []


def test_many_files_left_out_are_counted(here: Here, corpus: Path, tmp_path: Path) -> None:
    for number in range(30):
        (corpus / f"{number:02}.txt").write_bytes(b"")
        (corpus / f"{number:02}.psd").write_bytes(b"%PDF-1.7")
    (corpus / "only.dwg").write_bytes(b"")
    ended = here("build", corpus, "--index", tmp_path / "index")
    told = ended.err.splitlines()
    assert told[0].startswith("61 files were left out")
    assert ended.out.strip().endswith("and 56 more"), "the report on standard output names them, too"
    assert [line.split(":")[1].split()[0] for line in told[1:]] == ["00.psd", "only.dwg", "00.txt"]
    assert told[1].endswith("The same: 01.psd, 02.psd, 03.psd, 04.psd, 05.psd and 24 more.")
    listed = here("info", "--index", tmp_path / "index").out
    assert all(f"{number:02}.psd is a .psd file" in listed for number in range(30))


def test_many_reasons_for_leaving_files_out_are_counted(here: Here, corpus: Path, tmp_path: Path) -> None:
    for number in range(30):
        (corpus / f"a.x{number:02}").write_bytes(b"")
    told = here("build", corpus, "--index", tmp_path / "index").err.splitlines()
    assert len(told) == 22
    assert told[-1] == "Left out: 10 more."


def test_files_left_out_are_told_in_json(corpus: Path, tmp_path: Path) -> None:
    (corpus / "scan.psd").write_bytes(b"%PDF-1.7")
    report = yinju("build", corpus, "--index", tmp_path / "index", "--json").json()
    (left_out,) = report["skipped"]
    assert left_out["file"] == "scan.psd"
    assert "is a .psd file, which cannot be read" in left_out["reason"]


def test_an_index_of_other_files_is_not_replaced_unasked(here: Here, corpus: Path, tmp_path: Path) -> None:
    index, extra = tmp_path / "index", tmp_path / "extra.txt"
    extra.write_text(POLICY, encoding="utf-8")
    for number in range(6):
        (corpus / f"{number}.txt").write_text(POLICY, encoding="utf-8")
    files = sorted(path.name for path in corpus.glob("*.txt"))
    assert here("build", corpus, "--index", index).code == 0
    refused = here("build", extra, "--index", index)
    one_sentence(refused, 2, f"{len(files)} files", files[0], f"and {len(files) - 5} more", "--replace")
    listed = here("info", "--index", index, "--json").json()["documents"]
    assert sorted({row["file"] for row in listed}) == files
    # The folder and another file lose nothing.
    assert here("build", corpus, extra, "--index", index).code == 0
    one_sentence(here("build", corpus, "--index", index), 2, "holds 1 file", "(extra.txt)")
    assert here("build", corpus, "--index", index, "--replace").code == 0


def test_a_folder_that_lost_a_file_is_built_again_without_a_word(here: Here, corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (corpus / "gone.txt").write_text(POLICY, encoding="utf-8")
    assert here("build", corpus, "--index", index).code == 0
    (corpus / "gone.txt").unlink()
    assert here("build", corpus, "--index", index).code == 0
    # Where nobody remembers what it was built from, the names decide.
    (corpus / "gone.txt").write_text(POLICY, encoding="utf-8")
    assert here("build", corpus, "--index", index).code == 0
    (corpus / "gone.txt").unlink()
    (index / "BUILT_FROM").write_text("[]", encoding="utf-8")
    one_sentence(here("build", corpus, "--index", index), 2, "(gone.txt)")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "is empty"),
        (" \u3000\n", "is empty"),
        ("?!。(((", "is empty"),
        ("🙂🙃", "is empty"),
        ("新建厂房屋顶" * 20_000, "120,000 characters long and at most"),
    ],
)
def test_a_question_that_cannot_be_put(here: Here, seed_index: Path, question: str, says: str) -> None:
    for command in ("ask", "search"):
        one_sentence(here(command, "--index", seed_index, "--", question), 2, says)


@pytest.mark.parametrize(
    "question",
    [
        "เป้าหมายแผงโซลาร์",
        "ما هو هدف الألواح الشمسية",
        "Robert'); DROP TABLE clauses;--",
        '{"question": "屋顶", "top_k": [1e999]}',
        "%s %n {0} ${HOME} `id`",
        " ".join(str(number) for number in range(400)),
        "\x1b[31m厂房\x1b[0m\u202e屋顶",
        "<script>alert(1)</script>屋顶",
        "\ud800屋顶\udfff",
        "--help",
    ],
)
def test_a_strange_question_is_answered_or_refused_in_peace(here: Here, seed_index: Path, question: str) -> None:
    for arguments in (["ask"], ["ask", "--json"], ["search", "--top-k", "3"]):
        ended = here(*arguments, "--index", seed_index, "--", question)
        assert (ended.code, ended.err) == (0, "")
        assert "\x1b" not in ended.out
        assert "\u202e" not in ended.out or "--json" in arguments


def test_controls_of_a_document_reach_no_terminal(here: Here, corpus: Path, tmp_path: Path) -> None:
    """U+009B and U+009D (C1) begin sequences as ESC [ and ESC ] do, and stand in texts that were decoded wrongly."""
    controls = "\x9b31m\x9d0;pwned\x9c\x1b]0;pwned\x07\x85"
    text = POLICY.replace("方案", f"方案{controls}").replace("光伏", f"光伏{controls}")
    text += "".join(f"{n}. 到20{n}年,新型储能装机规模达到{n}万千瓦。\n" for n in range(25, 50))
    (corpus / f"b{controls.replace('/', '')}.txt").write_text(text, encoding="utf-8")
    index = tmp_path / "index"
    shown = [here("build", corpus, "--index", index), here("info", "--index", index)]
    shown += [here(command, "屋顶光伏覆盖率", "--index", index) for command in ("ask", "search")]
    (name,) = (
        row["file"] for row in yinju("info", "--index", index, "--json").json()["documents"] if row["file"] != "a.txt"
    )
    shown.append(here("show", name, "--index", index))
    for ended in shown:
        assert ended.code == 0, ended
        told = (ended.out + ended.err).replace("\n", "").replace("\t", "")
        assert [char for char in told if char < " " or "\x7f" <= char < "\xa0"] == []
    assert "\ufffd31m" in shown[-1].out


@pytest.mark.parametrize("top_k", ["0", "-1", "99999999999999999999", "many", "1.5"])
def test_top_k_out_of_range(here: Here, seed_index: Path, top_k: str) -> None:
    ended = here("ask", "屋顶", "--top-k", top_k, "--index", seed_index)
    assert ended.code == 2
    assert "--top-k" in ended.err


@pytest.mark.parametrize(
    ("span", "says"),
    [
        ("abc", "is not START-END"),
        ("", "is not START-END"),
        ("-1:5", "is not START-END"),
        ("1:5:6", "is not START-END"),
        ("9" * 30 + ":3", "is not START-END"),
        ("5:3", "does not end after it begins"),
        ("3:3", "does not end after it begins"),
        ("1:999999999", "does not lie in the file"),
    ],
)
def test_a_span_that_is_none(here: Here, seed_index: Path, span: str, says: str) -> None:
    one_sentence(here("show", "000_ffbc63344c3ba8da.txt", f"--span={span}", "--index", seed_index), 2, says)


def test_show_names_what_a_name_may_be(here: Here, seed_index: Path) -> None:
    one_sentence(here("show", "方案", "--index", seed_index), 2, "may be any of", "宿迁市碳达峰实施方案")
    one_sentence(here("show", "nothing\x1b[31m", "--index", seed_index), 2, "contains", "yinju info")
    one_sentence(here("show", "宿迁", "--context", "5", "--index", seed_index), 2, "FILE:START-END")


@pytest.mark.parametrize(
    "line",
    ["rubbish", "[]", '{"id": true, "question": "a"}', '{"id": 1.5, "question": "a"}', '{"id": 1' + "0" * 5000 + "}"],
)
def test_a_batch_with_a_bad_line_prints_nothing(here: Here, seed_index: Path, tmp_path: Path, line: str) -> None:
    batch = tmp_path / "q.jsonl"
    batch.write_text(f'{{"id": 1, "question": "屋顶"}}\n{line}\n', encoding="utf-8")
    one_sentence(here("ask", "--batch", batch, "--index", seed_index), 2, "Line 2")


def test_a_batch_with_lone_surrogates_comes_back_as_it_went(seed_index: Path) -> None:
    ended = yinju(
        "ask", "--batch", "-", "--index", seed_index, stdin=b'{"id": "\\ud800", "question": "\\udfff\\u5c4b"}'
    )
    assert ended.code == 0
    assert (ended.json()["id"], ended.json()["question"]) == ("\ud800", "\udfff屋")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--place", "宜春县"), "宜春市"),
        (("--document", "宜春方案"), "宜春市碳達峰實施方案"),
        (("--issuer", "宜春政府"), "宜春市人民政府"),
        (("--year", "25"), "1900"),
        (("--issued-from", "tomorrow"), "2023-06-30"),
        (("--issued-from", "2025", "--issued-until", "2024"), "earlier"),
        (("--issued-from", "2098"), "2023-01-06"),
        (("--place", "宜春市", "--document", "宿迁市碳达峰实施方案"), "together"),
    ],
)
def test_a_filter_that_lets_nothing_through(
    here: Here, seed_index: Path, tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    batch = tmp_path / "q.jsonl"
    batch.write_text('{"id": 1, "question": "光伏"}', encoding="utf-8")
    one_sentence(here("ask", "光伏", "--index", seed_index, *options), 2, says)
    one_sentence(here("search", "--batch", batch, "--index", seed_index, *options), 2, says)


def test_a_question_or_a_batch_but_not_both(here: Here, seed_index: Path) -> None:
    one_sentence(here("ask", "--index", seed_index), 2, "either a question or --batch")
    one_sentence(here("ask", "屋顶", "--batch", "x", "--index", seed_index), 2, "either a question or --batch")
    one_sentence(here("ask", "--batch", "/gone.jsonl", "--index", seed_index), 2, "cannot be read")


def test_an_empty_path_is_no_folder(here: Here, corpus: Path, tmp_path: Path) -> None:
    one_sentence(here("build", corpus, "--index", ""), 2, "path is empty")
    one_sentence(here("build", "", "--index", tmp_path / "index"), 2, "path is empty")
    one_sentence(here("ask", "--batch", ""), 2, "path is empty")
    one_sentence(here("add", "", "--index", tmp_path / "index"), 2, "path is empty")
    one_sentence(here("sync", "", "--index", tmp_path / "index"), 2, "path is empty")
    assert not (tmp_path / "index").exists()


def test_no_index_where_one_is_named(here: Here, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for place in (tmp_path, tmp_path / "gone", tmp_path / "file", tmp_path / "file" / "below"):
        for command in (["ask", "屋顶"], ["search", "屋顶"], ["show", "x"], ["info"], ["verify"]):
            one_sentence(here(*command, "--index", place), 4, "There is no index in", "yinju build")


def test_an_index_that_cannot_be_written(here: Here, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    one_sentence(here("build", corpus, "--index", tmp_path / "file"), 8, "a file has its name")
    one_sentence(here("build", corpus, "--index", tmp_path / "file" / "below"), 8, "a file has its name")
    one_sentence(here("build", corpus, "--index", "/proc/none"), 8)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("/gone/model", "no folder"),
        ("./gone", "no folder"),
        ("", "name of the model is empty"),
        ("http://host/model", "no folder"),
        (str(ROOT / "seeds"), "holds no sentence-transformers model"),
        (str(ROOT / "pyproject.toml"), "is a file"),
    ],
)
def test_a_model_that_is_none(here: Here, corpus: Path, tmp_path: Path, model: str, says: str) -> None:
    one_sentence(here("build", corpus, "--model", model, "--index", tmp_path / "index"), 7, says)


def copy_of(seed_index: Path, tmp_path: Path) -> tuple[Path, Path]:
    copy = tmp_path / "copy"
    shutil.copytree(seed_index, copy)
    (generation,) = (copy / "generations").iterdir()
    return copy, generation


def test_damage_to_any_file_is_refused(here: Here, seed_index: Path, tmp_path: Path) -> None:
    copy, generation = copy_of(seed_index, tmp_path)
    for path in sorted(generation.iterdir()):
        content = path.read_bytes()
        for damaged in (b"", content[: len(content) // 2], bytes([content[0] ^ 255]) + content[1:]):
            path.write_bytes(damaged)
            one_sentence(here("ask", "屋顶", "--index", copy), 5, "build it again")
        path.unlink()
        one_sentence(here("verify", "--index", copy), 5, "build it again")
        path.write_bytes(content)
    assert here("verify", "--index", copy).code == 0


def test_a_pointer_to_nowhere_is_refused_and_can_be_built_over(here: Here, corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert here("build", corpus, "--index", index).code == 0
    for content in (b"", b"../../etc", b"0123456789abcdef\n", b"\xff\x00"):
        (index / "CURRENT").write_bytes(content)
        one_sentence(here("ask", "屋顶", "--index", index), 5, "build it again")
    assert here("build", corpus, "--index", index).code == 0
    assert here("ask", "屋顶光伏覆盖率", "--index", index).code == 0


def test_an_index_of_another_encoder_is_refused(here: Here, corpus: Path, tmp_path: Path) -> None:
    build_index([corpus], tmp_path / "index", encoder=HashingEncoder())
    one_sentence(here("ask", "屋顶", "--index", tmp_path / "index"), 7)


def test_a_folder_that_is_not_ours_is_left_alone(here: Here, corpus: Path, tmp_path: Path) -> None:
    kept = tmp_path / "index" / "generations" / "holiday"
    kept.mkdir(parents=True)
    for _ in range(2):
        assert here("build", corpus, "--index", tmp_path / "index").code == 0
    assert kept.is_dir()


def test_a_full_disk_keeps_the_old_index(seed_index: Path, tmp_path: Path) -> None:
    copy, _ = copy_of(seed_index, tmp_path)
    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 64; trap "" XFSZ; exec "$@"', "-", *COMMAND, "build", "seeds", "--index", str(copy)],
        cwd=ROOT,
        env=environment({}),
        capture_output=True,
        timeout=120,
        check=False,
    )
    one_sentence(Ended(done.returncode, done.stdout.decode(), done.stderr.decode()), 8, "no room left")
    assert yinju("ask", "宜春2025年新型储能装机目标", "--index", copy).code == 0


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_build_ended_early_keeps_the_old_index(
    seed_index: Path, tmp_path: Path, how: signal.Signals, code: int
) -> None:
    copy, generation = copy_of(seed_index, tmp_path)
    # Named anew, the same texts are another index; many of them, so that the signal comes before the end.
    for number in range(12):
        shutil.copytree(ROOT / "seeds", tmp_path / "more" / str(number))
    build = subprocess.Popen(
        [*COMMAND, "build", str(tmp_path / "more"), "--replace", "--index", str(copy)],
        cwd=ROOT,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell starts background jobs with SIGINT ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while build.poll() is None and not list((copy / "generations").glob(".building-*/texts.bin")):
        time.sleep(0.01)
    build.send_signal(how)
    out, err = build.communicate(timeout=60)
    assert build.returncode == code
    assert (out, err) == (b"", b"yinju: stopped.\n" if how is signal.SIGINT else b"")
    if how is signal.SIGINT:
        assert [path.name for path in (copy / "generations").iterdir()] == [generation.name]
    assert (copy / "CURRENT").read_text(encoding="ascii").strip() == generation.name
    assert yinju("ask", "宜春2025年新型储能装机目标", "--index", copy).code == 0
    assert yinju("build", ROOT / "seeds", "--index", copy).code == 0
    assert [path.name for path in (copy / "generations").iterdir()] == [generation.name]


def test_output_that_goes_nowhere(seed_index: Path) -> None:
    for command in (["search", "屋顶"], ["search", "屋顶", "--json"], ["--help"]):
        with Path("/dev/full").open("wb") as full:
            ended = yinju(*command, stdout=full, YINJU_INDEX=str(seed_index))
        one_sentence(ended, 8, "no room left for the output")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = yinju("search", "屋顶", "-k", "50", stdout=writer, YINJU_INDEX=str(seed_index))
    finally:
        os.close(writer)
    assert (ended.code, ended.err) == (141, "")
    script = 'exec "$@" >&-'
    done = subprocess.run(
        ["bash", "-c", script, "-", *COMMAND, "info", "--index", str(seed_index)],
        cwd=ROOT,
        env=environment({}),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "xx_YY.bogus"},
        {"PYTHONIOENCODING": "ascii"},
        {"HOME": None},
    ],
)
def test_chinese_in_a_poor_environment(seed_index: Path, env: dict[str, str | None]) -> None:
    for arguments in (["ask", "宜春2025年新型储能装机目标"], ["ask", "--json", "宜春2025年新型储能装机目标"]):
        ended = yinju(*arguments, "--index", seed_index, **env)
        assert ended.code == 0
        assert "宜春市碳達峰實施方案" in ended.out
    shown = yinju("show", "宿迁", "--span", "0:4", "--context", "1", "--index", seed_index, **env)
    assert shown.code == 0


def test_refusals_in_the_language_of_the_locale(seed_index: Path, tmp_path: Path) -> None:
    chinese = yinju("ask", " ", "--index", seed_index, YINJU_LANG=None, LC_ALL="zh_CN.UTF-8")
    one_sentence(chinese, 2, "问题是空的")
    one_sentence(yinju("info", "--index", tmp_path / "文库", YINJU_LANG="zh-TW"), 4, "沒有索引", "文库")
