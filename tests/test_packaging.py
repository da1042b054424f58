"""Wheel and sdist, installed away from the checkout: they hold all that building, asking and serving need."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import threading
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("index", "retriever", "eval", "ui")
# What no distribution is made from: environments, built things, caches.
LEFT_BEHIND = shutil.ignore_patterns(".*", "var", "build", "dist", "__pycache__", "*.egg-info", "shared", "htmlcov")
SECONDS = 120

pytest.importorskip("setuptools", minversion="77", reason="building distributions needs setuptools 77")
pytest.importorskip("pip", reason="installing distributions needs pip")


def run(*arguments: str | Path, cwd: Path, **changes: str) -> str:
    """Run a command with nothing of this checkout on its path and return its output."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "YINJU"))}
    done = subprocess.run(
        [*map(str, arguments)], cwd=cwd, env={**environ, **changes}, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def make_wheel(source: Path, target: Path) -> Path:
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check")
    run(*pip, "--no-deps", "--no-build-isolation", "--no-index", "-w", target, source, cwd=source)
    (wheel,) = target.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout: building leaves things behind."""
    folder = tmp_path_factory.mktemp("source") / "yinju"
    shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_wheel(source, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-c", f"from setuptools.build_meta import *; build_sdist({str(target)!r})", cwd=source)
    (archive,) = target.glob("*.tar.gz")
    return archive


@pytest.fixture(scope="module", params=["wheel", "sdist"])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment: our packages from the distribution, others from where this one has them."""
    made: Path = request.getfixturevalue(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sdist":
        with tarfile.open(made) as archive:
            archive.extractall(folder)
        (unpacked,) = (path for path in folder.iterdir() if path.is_dir())
        made = make_wheel(unpacked, folder)
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--no-deps", "--no-index", made, cwd=folder)
    places = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    # A line of a .pth file is a folder to import from, behind our own; its .pth files (our checkout's) are not read.
    (Path(places) / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


@pytest.fixture(scope="module")
def built(installed: Path) -> Path:
    """A folder with the seeds' index, built there by the installed command."""
    folder = installed.parents[2]
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    run(installed.with_name("yinju"), "build", "seeds", "--index", "index", cwd=folder)
    return folder


def ours() -> Iterator[str]:
    """Every file of our packages that is under version control or would be: code and data."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


NEEDED = {
    name
    for name in ours()
    # Gold questions about invented documents, with the documents, are measured with from a checkout.
    if not name.startswith(("eval/data/drafts/", "eval/data/heldout/", "eval/data/invented/", "eval/data/mixed/"))
}


def test_the_wheel_holds_every_file_of_our_packages(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == NEEDED


def test_the_sdist_holds_what_the_wheel_is_made_from_and_what_tests_it(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert NEEDED - names == set()
    for name in ("LICENSE", "NOTICE", "Makefile", "constraints.txt", "pyproject.toml", "CHANGELOG.md", "README.zh.md"):
        assert name in names
    seeds = {path.relative_to(ROOT).as_posix() for path in (ROOT / "seeds").iterdir()}
    tests = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")}
    assert (seeds | tests) - names == set()


def test_our_packages_come_from_the_distribution(installed: Path) -> None:
    code = "import index, retriever, eval, ui; print(*(m.__file__ for m in (index, retriever, eval, ui)), sep='\\n')"
    for path in run(installed, "-c", code, cwd=installed.parent).splitlines():
        assert Path(path).is_relative_to(installed.parents[1])


def test_it_builds_and_asks(installed: Path, built: Path) -> None:
    command = installed.with_name("yinju")
    answer = json.loads(run(command, "ask", "宜春2025年新型储能装机目标", "--json", "--index", "index", cwd=built))
    assert answer["answers"][0]["citation"]["document"] == "宜春市碳達峰實施方案"
    assert run(command, "--version", cwd=built).startswith("yinju ")
    assert json.loads(run(command, "info", "--json", "--index", "index", cwd=built))["examples"]


def test_a_missing_extra_names_packages_and_not_us(installed: Path) -> None:
    code = "from index.extras import install_command; print(install_command('office'))"
    command = run(installed, "-c", code, cwd=installed.parent)
    assert "python-docx" in command
    assert "yinju" not in command.split(" -m pip install ")[1]


def test_it_serves_the_page(installed: Path, built: Path) -> None:
    pytest.importorskip("gradio", reason="the web page needs the extra `web`")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "YINJU"))}
    arguments = [str(installed.with_name("yinju")), "serve", "--port", "0", "--index", "index"]
    with subprocess.Popen(
        arguments, cwd=built, env={**environ, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True
    ) as server:
        stopping = threading.Timer(SECONDS, server.kill)
        stopping.start()
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1]
            with urllib.request.urlopen(address, timeout=SECONDS) as page:  # loopback, as printed
                assert page.status == 200
                assert "Yinju" in page.read().decode()
        finally:
            stopping.cancel()
            server.terminate()
        assert server.wait(SECONDS) == 0
