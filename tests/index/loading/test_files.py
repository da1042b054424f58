"""Finding files, reading them, and everything that can be wrong with a path."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from index.errors import LoadError
from index.loading import find_files, load_file, supported_suffixes

TEXT = "第一条 为了规范口岸开放,制定本条例。\r\n"


def _names(*paths: Path) -> list[str]:
    return [found.name for found in find_files(paths)]


def _tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8", newline="")


def test_load(tmp_path: Path) -> None:
    path = tmp_path / "条例.TXT"
    path.write_bytes(TEXT.encode("gb18030"))
    file = load_file(path)
    assert file.text == TEXT
    assert (file.path, file.encoding, file.media, file.headings) == ("条例.TXT", "gb18030", "text/plain", ())
    assert file.sha256 == hashlib.sha256(TEXT.encode("gb18030")).hexdigest()
    assert load_file(path, name="a/b.txt").path == "a/b.txt"


@pytest.mark.parametrize(
    ("name", "media"),
    [("a.md", "text/markdown"), ("a.html", "text/html"), ("a.HTM", "text/html"), ("a.txt", "text/plain")],
)
def test_formats(tmp_path: Path, name: str, media: str) -> None:
    _tree(tmp_path, name)
    assert load_file(tmp_path / name).media == media
    assert Path(name).suffix.lower() in supported_suffixes()


def test_unsupported_format_says_what_is_supported(tmp_path: Path) -> None:
    _tree(tmp_path, "a.psd", "b")
    with pytest.raises(LoadError, match=r"a\.psd is a \.psd file.*\.txt"):
        load_file(tmp_path / "a.psd")
    with pytest.raises(LoadError, match="without a suffix"):
        load_file(tmp_path / "b")


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="does not exist"):
        load_file(tmp_path / "gone.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(LoadError, match="is a folder"):
        load_file(tmp_path / "folder.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(LoadError, match="device or pipe"):
        load_file(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with pytest.raises(LoadError, match="cannot be read"):
        load_file(tmp_path / "loop.txt")
    with pytest.raises(LoadError, match="does not exist"):
        find_files([tmp_path / "gone"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt", "locked/b.txt")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "locked").chmod(0)
    with pytest.raises(LoadError, match="may not be read"):
        load_file(tmp_path / "a.txt")
    assert _names(tmp_path) == ["a.txt"]
    (tmp_path / "locked").chmod(0o700)


def test_a_line_of_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    line = "到2025年,新建厂房屋顶光伏覆盖率力争达到50%;" * 900_000
    path.write_text(line, encoding="utf-8")
    assert path.stat().st_size > 50_000_000
    assert len(load_file(path).text) == len(line)


def test_folders_are_walked_in_a_fixed_order(tmp_path: Path) -> None:
    _tree(tmp_path, "b.txt", "a/z.md", "a/y.html", "c/d/e.txt", ".hidden.txt", ".git/x.txt", "~$a.txt", "manifest.json")
    assert _names(tmp_path) == ["a/y.html", "a/z.md", "b.txt", "c/d/e.txt"]
    assert _names(tmp_path / "c", tmp_path / "b.txt") == ["d/e.txt", "b.txt"]
    assert _names(tmp_path / "b.txt", tmp_path / "b.txt", tmp_path) == ["b.txt", "a/y.html", "a/z.md", "c/d/e.txt"]
    # A file that is named is taken as it is: reading it says what is wrong.
    assert _names(tmp_path / "manifest.json") == ["manifest.json"]


def test_files_of_other_formats_are_told(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt", "b.psd", "c/d.DWG", "c/e", "c/.hidden.png", "~$a.docx", ".git/x.png")
    (tmp_path / "broken.png").symlink_to(tmp_path / "nowhere.png")
    skipped: list[tuple[str, str]] = []
    assert [found.name for found in find_files([tmp_path], skipped)] == ["a.txt"]
    reasons = dict(skipped)
    assert set(reasons) == {"b.psd", "c/d.DWG", "c/e", "broken.png"}
    assert "b.psd is a .psd file" in reasons["b.psd"]
    assert "convert it to one of .txt" in reasons["c/d.DWG"]
    assert "c/e is without a suffix" in reasons["c/e"]
    assert "does not exist" in reasons["broken.png"]


def test_equal_names_are_told_apart(tmp_path: Path) -> None:
    _tree(tmp_path, "one/x.txt", "two/x.txt", "two/y.txt")
    assert _names(tmp_path / "one", tmp_path / "two") == ["one/x.txt", "two/x.txt", "y.txt"]
    _tree(tmp_path, "p/same/x.txt", "q/same/x.txt")
    assert len(set(_names(tmp_path / "p/same", tmp_path / "q/same"))) == 2


def test_links_are_followed_within_the_folder_and_out_of_it_only_when_asked_and_loops_never(tmp_path: Path) -> None:
    _tree(tmp_path, "a/x.txt", "outside/y.txt")
    (tmp_path / "a/loop").symlink_to(tmp_path / "a")
    (tmp_path / "a/out").symlink_to(tmp_path / "outside")
    (tmp_path / "a/broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "a/zz.txt").symlink_to(tmp_path / "a/x.txt")
    (tmp_path / "a/secret.txt").symlink_to(tmp_path / "outside/y.txt")
    skipped: list[tuple[str, str]] = []
    assert [found.name for found in find_files([tmp_path / "a"], skipped)] == ["x.txt"]
    assert {name for name, reason in skipped if "--follow-symlinks" in reason} == {"out", "secret.txt"}
    followed = find_files([tmp_path / "a"], [], follow_links=True)
    assert [found.name for found in followed] == ["secret.txt", "x.txt"], "one file under two names is read once"
    # What is named is meant, and a link to a folder is that folder.
    (tmp_path / "linked").symlink_to(tmp_path / "a")
    assert _names(tmp_path / "linked", tmp_path / "a/secret.txt") == ["x.txt", "secret.txt"]


def test_names_that_are_no_text_can_be_written_out(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xb9\xfa.txt"
    try:
        with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123  (a name in bytes)
            file.write(TEXT)
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    (found,) = find_files([tmp_path])
    assert found.name.encode("utf-8")
    assert load_file(found.path).text == TEXT


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert find_files([tmp_path]) == []
