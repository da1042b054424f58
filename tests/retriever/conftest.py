"""A small corpus of made-up cities, read by the real loader, splitter, clause parser and packer.

Search is plain word overlap: what is tested here is answering, not retrieval. The reader is the one that ships.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.clauses.tree import parse_clauses
from index.language.normalise import normalise_text
from index.language.tokens import tokenise
from index.loading.files import load_file
from index.passages import pack_passages
from index.splitting import split_documents
from index.types import Clause, Document, Hit, Passage, Span
from retriever.answer.assistant import Assistant
from retriever.engine import Engine
from retriever.paragraphs import Paragraphs
from retriever.query.analyse import analyse
from retriever.query.types import Query
from retriever.search.filters import Filters

NANSHAN = """南陵市绿色发展实施方案
南陵市人民政府
2023年3月5日
为推动绿色发展,特制定本方案。
一、主要目标
到2025年,全市数据中心绿色电力使用比例达到30%以上,单位地区生产总值能耗比2020年下降14.5%。到2030年,全市数据中心绿色电力使用比例达到60%。
二、重点任务
(一)交通行动
1.推广新能源车辆。加快淘汰老旧车辆。到2025年,全市公交车、出租汽车新能源汽车占比分别达到72%、35%。(市交通运输局牵头,市发展改革委、市财政局按职责分工负责)
2.建设充电设施。创建5个充电示范园区、10个充电示范社区。2027年底前实现高速公路服务区快充站全覆盖。(市发展改革委、市住房城乡建设局按职责分工负责,各县区具体实施)
(二)水务行动
1.节约用水。供水管网漏损率控制在9%以内,再生水利用率不低于25%。(市水利局负责)
三、保障措施
成立领导小组,办公室设在市发展改革委。鼓励公众拒绝使用一次性餐具。
"""

BEIHE = """北禾市綠色發展實施方案
北禾市人民政府
2024年5月6日
為推動綠色發展,特制定本方案。
一、主要目標
到2025年,全市數據中心綠色電力使用比例達到40%左右,新型儲能裝機規模力爭達到80萬千瓦。
二、重點任務
(一)水務行動
1.節約用水。供水管網漏損率低於10%。(市水利局牽頭,市財政局配合)
"""


SPRING_LAW = """矿泉法
第一条 本法所称主管机关:在中央为资源部;在市为市政府。
第二条 矿泉使用者应当安装计量设备,未安装计量设备的,处二千元罚款。
第三条 矿泉水质由主管机关每年检测一次。
"""

REPORT = """2013年平原省政府工作报告
各位代表:现在,我代表省政府作工作报告。
一、主要工作
2012年全省粮食产量达到900万吨。
二、主要任务
今年的主要任务是:全省粮食产量达到950万吨。服务热线1999平均接通时间不超过15秒。
"""

BRIDGE = """云桥市数字发展行动计划(2024—2026年)
发文机关:云桥市人民政府办公室
2024年3月1日
一、主要任务
(一)海底光缆。由市财政局安排资金,推动海底光缆登陆站建设。(市工业和信息化局牵头,市科学技术局配合)
(二)创业基地。设置创业基地2处。
主办机关:经济发展局;协办机关:青年事务局
(三)智慧渔业。建设数字渔场20个。(市海洋与渔业局负责)
"""


class SmallCorpus:
    """The documents above in memory, as :class:`retriever.paragraphs.Corpus` and what analysis has to know."""

    def __init__(self, folder: Path, sources: Sequence[str] = (NANSHAN, BEIHE)) -> None:
        self.examples: tuple[str, ...] = ()
        self.documents: list[Document] = []
        self.texts: dict[str, str] = {}
        self.clauses: list[Clause] = []
        self.passages: list[Passage] = []
        for name, text in zip(("a.txt", "b.txt", "c.txt"), sources, strict=False):
            path = folder / name
            path.write_text(text, encoding="utf-8")
            source = load_file(path, name=name)
            self.texts[name] = source.text
            start = len(self.clauses)
            for document in split_documents(source):
                doc_id = len(self.documents)
                self.documents.append(replace(document, doc_id=doc_id))
                for clause in parse_clauses(source, document):
                    parent = None if clause.parent_id is None else clause.parent_id + start
                    self.clauses.append(
                        replace(clause, clause_id=clause.clause_id + start, doc_id=doc_id, parent_id=parent)
                    )
            for passage in pack_passages(source.text, self.clauses[start:]):
                self.passages.append(replace(passage, passage_id=len(self.passages)))
        self.words = [Counter(tokenise(normalise_text(self._text(p)), grams=False)) for p in self.passages]

    def _text(self, passage: Passage) -> str:
        document = self.documents[passage.doc_id]
        title = document.title.value if document.title else ""
        path = self.clauses[passage.clause_ids[0]].path
        return " ".join((title, *path, passage.span.of(self.texts[document.source_path])))

    @property
    def clause_count(self) -> int:
        return len(self.clauses)

    def naming(self, place: str) -> Sequence[str]:
        return ()

    def numbered(self, number: str) -> dict[int, str]:
        return {}

    @property
    def repealed(self) -> dict[int, int]:
        return {}

    @property
    def document_places(self) -> Sequence[str]:
        return [d.place.value for d in self.documents if d.place]

    def slice(self, doc_id: int, span: Span) -> str:
        text = self.texts[self.documents[doc_id].source_path]
        if not 0 <= span.start <= span.end <= len(text):
            raise ValueError(f"{tuple(span)} is no range of the text")
        return span.of(text)

    def page_at(self, doc_id: int, position: int) -> int | None:
        return None

    def page_confidence(self, doc_id: int, position: int) -> float | None:
        return None

    def clause(self, clause_id: int) -> Clause:
        return self.clauses[clause_id]

    def passage(self, passage_id: int) -> Passage:
        return self.passages[passage_id]

    def coverage(self, place: str, terms: object) -> float:
        return 0.0

    def idf(self, term: str) -> float:
        frequency = sum(term in words for words in self.words)
        return math.log(1 + (len(self.words) - frequency + 0.5) / (frequency + 0.5))

    def search(self, query: Query, k: int) -> list[Hit]:
        scores = [sum(self.idf(t) for t in query.terms if t in words) for words in self.words]
        best = max(scores)
        order = sorted(range(len(scores)), key=lambda i: -scores[i])
        found = [i for i in order if scores[i] > 0][:k]
        return [Hit(i, rank, scores[i] / best, ()) for rank, i in enumerate(found, 1)]


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    return SmallCorpus(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small_assistant(small_corpus: SmallCorpus) -> Assistant:
    return assistant_of(small_corpus)


@pytest.fixture(scope="session")
def unlike_assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over a law without a place, a report of a year and a plan with several forms of notes."""
    return assistant_of(SmallCorpus(tmp_path_factory.mktemp("unlike"), (SPRING_LAW, REPORT, BRIDGE)))


class SmallEngine(Engine):
    """The engine over documents in memory: nothing of an index is opened."""

    def __init__(self, corpus: SmallCorpus) -> None:
        self.corpus = corpus
        self.paragraphs = Paragraphs(corpus)

    def analyse(self, question: str, filters: Filters | None = None) -> Query:
        return analyse(question, self.corpus, years=filters.years if filters else ())

    def search(self, query: Query, k: int, filters: Filters | None = None) -> Sequence[Hit]:
        return self.corpus.search(query, k)

    def idf(self, term: str) -> float:
        return self.corpus.idf(term)

    def term_weight(self, term: str) -> float:
        return 1.0

    def translate(self, text: str) -> Sequence[tuple[str, Sequence[str]]]:
        return [("share", ("比例",)), ("centres", ("数据中心",)), ("green", ("绿色",)), ("power", ("电力",))]


def assistant_of(small_corpus: SmallCorpus) -> Assistant:
    return Assistant(SmallEngine(small_corpus))
