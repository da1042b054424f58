"""A test of the draft check: real clauses altered in known ways, and what became of them, as a confusion matrix.

Run ``python -m eval.check_cases seeds``. Every kind of alteration is written in three forms of wording. The documents
are dealt into two halves; thresholds were chosen on the "tune" half, the figures reported are those of the other.
Inventions are clauses of a file that the index asked does not hold (it is built without it), none of which shares
a run of :data:`SHARED` characters with the rest of the corpus.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from index.build import build_index
from index.normalise import normalise_text
from index.script import detect_script, to_simplified, to_traditional
from index.types import Clause, Document, Role
from retriever.answer import Assistant
from retriever.check.checker import Checker
from retriever.check.keys import dice, key_of, pairs
from retriever.check.verdict import Field, Finding, Verdict
from retriever.extract.quantities import find_quantities

__all__ = ["KINDS", "Case", "Outcome", "cases_of", "outcome", "run"]

KINDS = ("verbatim", "same words", "reworded", "number", "unit", "year", "wrong document", "unknown place", "invented")
PER_FORM = 30
SHARED = 10
SEED = 20_261_121

_EXPECTED = {
    "verbatim": Verdict.VERBATIM,
    "same words": Verdict.SAME_WORDS,
    "reworded": Verdict.SUPPORTED,
    "number": Verdict.DIFFERS,
    "unit": Verdict.DIFFERS,
    "year": Verdict.DIFFERS,
    "wrong document": Verdict.ELSEWHERE,
    "unknown place": Verdict.DIFFERS,
    "invented": Verdict.ABSENT,
}
_FIELDS = {
    "number": {Field.NUMBER},
    "unit": {Field.UNIT, Field.NUMBER},
    "year": {Field.YEAR},
    "unknown place": {Field.PLACE},
}
_WORDS = {
    "力争": "努力",
    "推进": "推动",
    "推动": "促进",
    "加快": "抓紧",
    "加强": "强化",
    "鼓励": "支持",
    "提高": "提升",
    "提升": "提高",
    "开展": "组织开展",
    "完善": "健全",
    "健全": "完善",
    "实施": "落实",
    "建设": "打造",
    "达到": "要达到",
    "大力": "积极",
    "积极": "大力",
    "全面": "全方位",
    "进一步": "更加",
    "持续": "不断",
    "严格": "从严",
    "建立": "构建",
    "构建": "建立",
    "优化": "改进",
    "促进": "带动",
    "发展": "壮大",
    "引导": "指导",
    "以及": "和",
    "利用": "使用",
}
_REWORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_UNITS = (
    ("万千瓦时", "亿千瓦时"),
    ("万千瓦", "亿千瓦"),
    ("亿千瓦时", "万千瓦时"),
    ("万吨", "亿吨"),
    ("亿元", "万元"),
    ("万元", "亿元"),
    ("平方公里", "公顷"),
    ("平方米", "公顷"),
    ("公顷", "平方公里"),
    ("公里", "米"),
    ("兆瓦", "千瓦"),
    ("吨", "千克"),
    ("%", "个百分点"),
    ("万亩", "万公顷"),
    ("亩", "公顷"),
    ("立方米", "升"),
    ("个百分点", "%"),
)
_STRANGERS = ("贵阳市", "兰州市", "遵义市", "三明市", "柳州市", "绵阳市", "保定市", "洛阳市", "佛山市", "泉州市")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, how it was made, and the clause (``source``, in ``file``) that it was made from; "" by hand."""

    sentence: str
    kind: str
    form: str
    file: str
    source: str


_WRITTEN = "by hand: "


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: the verdict, whether the clause and the field are the right ones."""

    case: Case
    finding: Finding
    right: bool
    clause_right: bool
    field_right: bool


@dataclass(frozen=True, slots=True)
class _Base:
    """A clause to alter, with what its document is called."""

    text: str
    place: str
    title: str
    file: str


def _bases(assistant: Assistant) -> list[_Base]:
    corpus = assistant.corpus
    found = []
    for i in range(corpus.clause_count):
        clause = corpus.clause(i)
        document = corpus.documents[clause.doc_id]
        if _usable(clause, document, text := clause.span.of(corpus.texts[document.source_path])):
            assert document.place is not None
            assert document.title is not None
            found.append(_Base(text, document.place.value, document.title.value, document.source_path))
    return found


def _usable(clause: Clause, document: Document, text: str) -> bool:
    part = next((p.role for p in document.parts if p.span.contains(clause.span)), None)
    stated = document.place is not None and document.title is not None
    return clause.role is Role.TEXT and part is Role.TEXT and stated and 18 <= len(text) <= 110 and "\n" not in text


def _plain(base: _Base) -> str:
    """The clause in Simplified characters with Chinese punctuation."""
    text = to_simplified(base.text).rstrip("。;；,，")
    return re.sub(r",(?!\d)", "，", text).replace(";", "；").replace(":", "：")


def _named(base: _Base, text: str, form: str) -> str:
    place, title = to_simplified(base.place), to_simplified(base.title)
    if form == "attributed":
        return f"根据《{title}》，{text}。"
    return f"{place}提出，{text}。" if form == "reported" else f"{text}。"


def _reworded(text: str) -> str | None:
    made = _REWORD.sub(lambda m: _WORDS[m[0]], text)
    return made if made != text else None


def _swapped(text: str) -> str | None:
    """Change the order of two clauses, none of which begins with a year that governs the rest."""
    parts = re.split("，", text)
    if len(parts) < 3 or re.search("^到?[12]|“十", parts[0]) or any(re.search(r"\d", p) for p in parts):
        return None
    return "，".join([*parts[1:], parts[0]])


def _shortened(text: str) -> str | None:
    """Leave out one item of a list, and say the verbs otherwise."""
    found = re.search(r"、[^、，。；和与及]{2,8}(?=[、和])", text)
    return _REWORD.sub(lambda m: _WORDS[m[0]], text[: found.start()] + text[found.end() :]) if found else None


def _other_number(text: str, chance: random.Random) -> str | None:
    spans = [q.span for q in find_quantities(normalise_text(text)) if not q.attributive]
    if not spans or len(normalise_text(text)) != len(text):
        return None
    span = chance.choice(spans)
    match = re.compile(r"\d+(?:\.\d+)?").search(text, span.start, span.end)
    if match is None:
        return None
    value = float(match[0])
    made = value + chance.choice((-1, 1)) * max(1.0, round(value * chance.choice((0.1, 0.3, 0.5))))
    made = made if made > 0 else value + 2
    shown = f"{made:.{len(match[0].partition('.')[2])}f}"
    return text[: match.start()] + shown + text[match.end() :] if shown not in text else None


def _other_unit(text: str, chance: random.Random) -> str | None:
    known = [(a, b) for a, b in _UNITS if re.search(rf"\d{a}", text)]
    if not known or not find_quantities(normalise_text(text)):
        return None
    return re.sub(rf"(?<=\d){known[0][0]}", known[0][1], text, count=1)


def _other_year(text: str, chance: random.Random) -> str | None:
    years = list(re.finditer(r"(?<!\d)20\d\d(?=年)", text))
    if not years or "《" in text:
        return None
    match = chance.choice(years)
    made = str(int(match[0]) + chance.choice((-2, -1, 1, 2, 3, 5)))
    return text[: match.start()] + made + text[match.end() :] if made not in text else None


Change = Callable[[str, random.Random], "str | None"]
_CHANGES: dict[str, Change] = {"number": _other_number, "unit": _other_unit, "year": _other_year}


def _made(kind: str, form: str, base: _Base, others: Sequence[_Base], chance: random.Random) -> str | None:
    """Return the sentence of a case, None when the clause does not lend itself to it."""
    text = _plain(base)
    if kind == "verbatim":
        return _named(base, base.text.rstrip("。;；,，"), form)
    if kind == "same words":
        own = base.text.rstrip("。;；,，")
        other = to_traditional(own) if detect_script(own) == "hans" else to_simplified(own)
        wide = other.translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789,;:%()"})
        made = wide if form == "reported" else other
        return _named(base, made, form) if made != own else None
    if kind == "reworded":
        change = {"bare": _reworded, "attributed": _swapped, "reported": _shortened}[form]
        made_text = change(text)
        return _named(base, made_text, form) if made_text and made_text != text else None
    if kind == "invented":
        made_text = _reworded(text) if form == "reported" else text
        if made_text is None or to_simplified(base.place)[:2] in text:
            return None
        return _named(chance.choice(others), made_text, form)
    altered: str | None = text
    if kind in _CHANGES:
        altered = _CHANGES[kind](text, chance)
        if altered is None:
            return None
    if form == "reworded":
        altered = _reworded(altered or text)
    if altered is None or to_simplified(base.place)[:2] in text:
        return None
    if kind == "unknown place":
        stranger = chance.choice(_STRANGERS)
        lead = {
            "named": f"{stranger}提出，",
            "attributed": f"据{stranger}人民政府印发的方案，",
            "reworded": f"{stranger}要求，",
        }[form]
        return f"{lead}{altered}。"
    about = chance.choice(others) if kind == "wrong document" else base
    return _named(about, altered, "attributed" if form == "attributed" else "reported")


def _forms(kind: str) -> tuple[str, str, str]:
    plain = kind in ("verbatim", "same words", "reworded", "invented")
    return ("bare", "attributed", "reported") if plain else ("named", "attributed", "reworded")


def cases_of(assistant: Assistant, half: str, kinds: Sequence[str] = KINDS[:-1]) -> Iterator[Case]:
    """Yield the cases of one half of the documents: PER_FORM of every kind and form, fewer where clauses run out."""
    bases = _bases(assistant)
    titles = sorted({b.title for b in bases})
    mine = {t for i, t in enumerate(titles) if (i % 2 == 0) == (half == "tune")}
    said = {t: _corpus_text(b for b in bases if b.title == t) for t in titles}
    for kind in kinds:
        for form in _forms(kind):
            chance = random.Random(f"{SEED}{kind}{form}")
            own = [b for b in bases if b.title in mine]
            chance.shuffle(own)
            taken = 0
            for base in own:
                others = [b for b in bases if b.place != base.place]
                if kind == "wrong document" and _shares(
                    base.text, "\n".join(v for t, v in said.items() if t != base.title)
                ):
                    continue
                sentence = _made(kind, form, base, others, chance)
                if sentence is not None:
                    yield Case(sentence, kind, form, base.file, base.text)
                    taken += 1
                if taken == PER_FORM:
                    break


def _corpus_text(bases: Iterator[_Base]) -> str:
    return "\n".join(key_of(normalise_text(b.text)).text for b in bases)


def _shares(text: str, corpus: str) -> bool:
    """Whether a run of SHARED characters of ``text`` stands in ``corpus`` (both reduced)."""
    key = key_of(normalise_text(text)).text
    return any(key[i : i + SHARED] in corpus for i in range(max(1, len(key) - SHARED + 1)))


def invented(whole: Assistant, seeds: Path, half: str, folder: Path) -> Iterator[tuple[Assistant, Case]]:
    """Yield inventions with an assistant whose index was built without the file that they are taken from."""
    bases = _bases(whole)
    titles = sorted({b.title for b in bases})
    mine = {t for i, t in enumerate(titles) if (i % 2 == 0) == (half == "tune")}
    files = sorted({b.file for b in bases if b.title in mine})
    for file in files:
        paths = sorted(p for p in seeds.glob("*.txt") if p.name != file)
        target = folder / f"without-{half}-{Path(file).stem}"
        build_index(paths, target)
        assistant = Assistant.open(target)
        others = [b for b in bases if b.file != file]
        rest = _corpus_text(iter(others))
        for form in _forms("invented"):
            chance = random.Random(f"{SEED}invented{form}{file}")
            own = [b for b in bases if b.file == file and b.title in mine and not _shares(b.text, rest)]
            chance.shuffle(own)
            made = ((b, _made("invented", form, b, others, chance)) for b in own)
            kept = [Case(s, "invented", form, b.file, b.text) for b, s in made if s is not None]
            yield from ((assistant, case) for case in kept[: -(-PER_FORM // len(files))])


def written(half: str) -> Iterator[Case]:
    """Yield the sentences that people wrote, whose verdict is known and whose clause is not recorded."""
    for line in (files("eval") / "gold" / "check.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry["split"] == half:
            yield Case(entry["sentence"], _WRITTEN + entry["verdict"], "free", "", "")


def outcome(checker: Checker, case: Case) -> Outcome:
    """Check the sentence of a case."""
    report = checker.check(case.sentence)
    finding = max(report.findings, key=lambda f: f.span.size)
    expected = Verdict(case.kind.removeprefix(_WRITTEN)) if not case.file else _EXPECTED[case.kind]
    right = finding.verdict is expected
    wanted = _FIELDS.get(case.kind)
    fields = {d.field for d in finding.differences}
    return Outcome(case, finding, right, _same_clause(case, finding), wanted is None or bool(wanted & fields))


def _same_clause(case: Case, finding: Finding) -> bool:
    if case.kind == "invented" or not case.file:
        return True
    if not finding.evidence:
        return False
    wanted = pairs(key_of(normalise_text(case.source)).text)
    got = pairs(key_of(normalise_text(finding.evidence[0].citation.quote)).text)
    return len(wanted & got) >= 0.7 * len(wanted) or dice(wanted, got) >= 0.7


def run(seeds: Path, half: str) -> list[Outcome]:
    """Build what is needed from the files in ``seeds`` and check every case of one half."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_index(sorted(seeds.glob("*.txt")), folder / "whole")
        whole = Assistant.open(folder / "whole")
        checker = Checker(whole)
        found = [outcome(checker, case) for case in (*cases_of(whole, half), *written(half))]
        checkers: dict[int, Checker] = {}
        for assistant, case in invented(whole, seeds, half, folder):
            found.append(outcome(checkers.setdefault(id(assistant), Checker(assistant)), case))
        return found


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the confusion matrix, by kind and form, as text."""
    verdicts = list(Verdict)
    lines = [
        f"{'kind':20}{'form':12}{'n':>4}"
        + "".join(f"{v.value:>11}" for v in verdicts)
        + f"{'right':>8}{'clause':>8}{'field':>8}"
    ]
    by_hand = tuple(dict.fromkeys(o.case.kind for o in outcomes if not o.case.file))
    for kind in (*KINDS, *by_hand):
        for form in (*_forms(kind), "all") if kind in KINDS else ("all",):
            own = [o for o in outcomes if o.case.kind == kind and form in (o.case.form, "all")]
            if not own:
                continue
            counts = Counter(o.finding.verdict for o in own)
            rates = [
                sum(f) / len(own) for f in zip(*((o.right, o.clause_right, o.field_right) for o in own), strict=True)
            ]
            cells = "".join(f"{counts[v]:>11}" for v in verdicts)
            lines.append(f"{kind:20}{form:12}{len(own):>4}{cells}" + "".join(f"{r:>8.1%}" for r in rates))
    return "\n".join(lines)


def main() -> None:
    """Print the confusion matrix of one half, and with ``--wrong`` the cases that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", type=Path, nargs="?", default=Path("seeds"))
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--wrong", action="store_true", help="list the cases that went wrong")
    options = parser.parse_args()
    outcomes = run(options.seeds, options.half)
    sys.stdout.write(table(outcomes) + "\n")
    if options.wrong:
        for o in outcomes:
            if not (o.right and o.clause_right and o.field_right):
                near = o.finding.evidence[0].citation.quote if o.finding.evidence else "-"
                like = o.finding.evidence[0].likeness if o.finding.evidence else 0
                got = o.finding.verdict.value if o.finding.verdict else o.finding.skipped
                shown = "; ".join(f"{d.field.value}: {d.draft} <> {d.source}" for d in o.finding.differences)
                sys.stdout.write(
                    f"\n{o.case.kind}/{o.case.form} -> {got} {like}\n  {o.case.sentence}\n"
                    f"  {o.case.source}\n  {near}\n  {shown}\n"
                )


if __name__ == "__main__":
    main()
