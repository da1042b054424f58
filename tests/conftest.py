"""What several packages' tests share: the seeds, indexed once with the embedded encoder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from index import build_index
from retriever.examples import make_examples

# No test is timed: a busy machine is slow, not wrong.
settings.register_profile("yinju", deadline=None)
settings.load_profile("yinju")

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index over the seeds, as `yinju build` makes it; read it only."""
    folder = tmp_path_factory.mktemp("seeds") / "index"
    build_index([SEEDS], folder, examples=make_examples)
    return folder
