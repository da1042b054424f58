"""What a command loads: a question waits for nothing that it does not need."""

from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.ui.running import modules_after

HEAVY = {"torch", "scipy", "sentence_transformers", "gradio", "bm25s", "huggingface_hub", "transformers", "sklearn"}
OURS = {"index", "retriever", "eval", "ui"}
LIBRARIES = {
    # The command line: typer and what it reads options with.
    *("annotated_doc", "annotated_types", "click", "pydantic", "pydantic_core", "rich", "shellingham", "typer"),
    *("typing_extensions", "typing_inspection"),
    # The index, its encoder, the reader.
    *("faiss", "numpy", "onnxruntime", "opencc", "packaging", "rjieba", "safetensors", "tokenizers"),
    # What setuptools puts into every process where it is installed.
    "_distutils_hack",
}
"""What a question may load of what is installed: what is added here is paid for by every question."""


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_loads_no_heavy_library(seed_index: Path, command: str) -> None:
    loaded = modules_after([command, "宜春2025年新型储能装机目标", "--index", str(seed_index)])
    assert "retriever.search.searcher" in loaded
    assert not HEAVY & loaded


def test_a_question_loads_no_library_beyond_those_that_it_needs(seed_index: Path) -> None:
    loaded = modules_after(["ask", "宜春2025年新型储能装机目标", "--index", str(seed_index)])
    libraries = {name.split(".")[0] for name in loaded} & set(packages_distributions()) - OURS
    assert libraries <= LIBRARIES, libraries - LIBRARIES
    # Of what makes pages, files and measurements, nothing either.
    assert not {name for name in loaded if name.startswith(("eval.", "ui.web", "ui.office", "ui.service", "ui.api"))}


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["build", "-h"]])
def test_help_loads_no_library_of_ours(arguments: list[str]) -> None:
    loaded = modules_after(arguments)
    assert not (HEAVY | {"numpy", "faiss", "lxml", "rich.progress", "opencc"}) & loaded
    assert not {name for name in loaded if name.startswith(("retriever.", "eval."))}
