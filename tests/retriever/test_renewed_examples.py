"""Questions to begin with of an index that changes: they stay while they find what they found."""

from pathlib import Path

from index.build import build_from_sources
from index.loading.record import record
from index.store.bundle import Bundle
from index.update import change
from retriever.examples import renew_examples
from tests.index.hashing_encoder import HashingEncoder

ENCODER = HashingEncoder()
QUESTION = "屋顶光伏覆盖率"


def index_of(folder: Path) -> None:
    sources = [
        record("甲", "光伏通知", "到2025年,新建厂房屋顶光伏覆盖率力争达到50%。"),
        record("乙", "储能通知", "到2025年,新型储能装机规模达到60万千瓦。"),
    ]
    build_from_sources(sources, folder, encoder=ENCODER, workers=1, examples=lambda *_: [QUESTION])


def test_a_question_stays_while_it_finds_the_same_passage(tmp_path: Path) -> None:
    index_of(tmp_path)
    new = record("丙", "水利通知", "各县要完成水库除险加固。")
    change(tmp_path, [new], encoder=ENCODER, workers=1, examples=renew_examples)
    assert Bundle.open(tmp_path).examples == (QUESTION,)


def test_a_question_whose_passage_went_is_made_anew(tmp_path: Path) -> None:
    index_of(tmp_path)
    change(tmp_path, remove=["甲"], encoder=ENCODER, workers=1, examples=renew_examples)
    assert QUESTION not in Bundle.open(tmp_path).examples
