"""Cases for the draft check: real clauses altered in known ways, each kind in three forms of wording.

The documents are dealt into two halves; thresholds were chosen on the "tune" half of the seeds, the figures reported
are those of the other. Inventions are clauses of a file that the index asked does not hold (it is built without it),
none of which shares a run of :data:`SHARED` characters with the rest of the corpus.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from eval.check.alterations import (
    Change,
    negated,
    other_number,
    other_script,
    other_unit,
    other_year,
    reworded,
    shortened,
    swapped,
    turned,
)
from index.build import build_index
from index.clauses.responsibility import parse_note
from index.language.normalise import normalise_text
from index.language.script import to_simplified
from index.types import Clause, Document, Role
from retriever.check.compare.bodies import same_body
from retriever.check.compare.text_keys import key_of
from retriever.engine import Engine

__all__ = ["FORMS", "HALVES", "KINDS", "WRITTEN", "Case", "cases_of", "invented", "written"]

KINDS = (
    "verbatim",
    "same words",
    "reworded",
    "right body",
    "number",
    "unit",
    "year",
    "other body",
    "negation",
    "direction",
    "wrong document",
    "unknown place",
    "invented",
)
HALVES = ("tune", "report", "all")
PER_FORM = 30
SHARED = 10
SEED = 20_261_121
WRITTEN = "by hand: "
"""Before the verdict, the kind of a sentence that was written by hand."""

_FAITHFUL = ("bare", "attributed", "reported")
_ALTERED = ("as written", "reworded", "other script")
FORMS = {kind: _FAITHFUL if kind in ("verbatim", "same words", "reworded", "invented") else _ALTERED for kind in KINDS}
_CHANGES: dict[str, Change] = {
    "number": other_number,
    "unit": other_unit,
    "year": other_year,
    "negation": negated,
    "direction": turned,
}
_STRANGERS = ("贵阳市", "兰州市", "遵义市", "三明市", "柳州市", "绵阳市", "保定市", "洛阳市", "佛山市", "泉州市")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, how it was made, and the clause (``source``, in ``file``) that it was made from; "" by hand."""

    sentence: str
    kind: str
    form: str
    file: str
    source: str


@dataclass(frozen=True, slots=True)
class _Base:
    """A clause to alter, with what its document is called; ``matter`` is the heading of a responsibility note."""

    text: str
    place: str
    title: str
    file: str
    matter: str = ""


def cases_of(engine: Engine, half: str, kinds: Sequence[str] = KINDS[:-1]) -> Iterator[Case]:
    """Yield the cases of one half of the documents: PER_FORM of every kind and form, fewer where clauses run out."""
    bases = _bases(engine)
    notes = _notes(engine)
    mine = _half(bases, half)
    said = {t: _corpus_text(b for b in bases if b.title == t) for t in {b.title for b in bases}}
    for kind in kinds:
        for form in FORMS[kind]:
            chance = random.Random(f"{SEED}{kind}{form}")
            own = [b for b in (notes if kind.endswith("body") else bases) if b.title in mine]
            chance.shuffle(own)
            taken = 0
            for base in own:
                others = [b for b in bases if b.place != base.place]
                rest = "\n".join(v for t, v in said.items() if t != base.title)
                if kind == "wrong document" and (not others or _shares(base.text, rest)):
                    continue
                sentence = _made(kind, form, base, notes if kind.endswith("body") else others, chance)
                if sentence is not None:
                    yield Case(sentence, kind, form, base.file, base.text)
                    taken += 1
                if taken == PER_FORM:
                    break


def invented(whole: Engine, corpus: Sequence[Path], half: str, folder: Path) -> Iterator[tuple[Engine, Case]]:
    """Yield inventions with an engine whose index was built without the file that they are taken from."""
    bases = _bases(whole)
    mine = _half(bases, half)
    named = sorted({b.file for b in bases if b.title in mine})
    for file in named:
        paths = [p for p in corpus if p.name != Path(file).name]
        if not paths:
            return
        target = folder / f"without-{half}-{Path(file).stem}"
        build_index(paths, target)
        engine = Engine.open(target)
        others = [b for b in bases if b.file != file]
        rest = _corpus_text(iter(others))
        for form in FORMS["invented"]:
            chance = random.Random(f"{SEED}invented{form}{file}")
            own = [b for b in bases if b.file == file and b.title in mine and not _shares(b.text, rest)]
            chance.shuffle(own)
            made = ((b, _made("invented", form, b, others, chance)) for b in own)
            kept = [Case(s, "invented", form, b.file, b.text) for b, s in made if s is not None]
            yield from ((engine, case) for case in kept[: -(-PER_FORM // len(named))])


def written(half: str) -> Iterator[Case]:
    """Yield the sentences that people wrote about the seeds: their verdict is known, their clause is not recorded."""
    for line in (files("eval.data") / "gold" / "check.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        if half in (entry["split"], "all"):
            yield Case(entry["sentence"], WRITTEN + entry["verdict"], "free", "", "")


def _half(bases: Sequence[_Base], half: str) -> set[str]:
    titles = sorted({b.title for b in bases})
    return {t for i, t in enumerate(titles) if half == "all" or (i % 2 == 0) == (half == "tune")}


def _bases(engine: Engine) -> list[_Base]:
    corpus = engine.corpus
    found = []
    for i in range(corpus.clause_count):
        clause = corpus.clause(i)
        document = corpus.documents[clause.doc_id]
        text = corpus.slice(clause.doc_id, clause.span)
        if _usable(clause, document, text):
            assert document.title is not None
            place = document.place.value if document.place else ""
            found.append(_Base(text, place, document.title.value, document.source_path))
    return found


def _usable(clause: Clause, document: Document, text: str) -> bool:
    part = next((p.role for p in document.parts if p.span.contains(clause.span)), None)
    plain = clause.role is Role.TEXT and part is Role.TEXT and document.title is not None
    return plain and 18 <= len(text) <= 110 and "\n" not in text and "|" not in text


def _notes(engine: Engine) -> list[_Base]:
    """Return the responsibility notes under a heading, each once: the heading is what they are about."""
    corpus = engine.corpus
    found = []
    for i in range(corpus.clause_count):
        clause = corpus.clause(i)
        document = corpus.documents[clause.doc_id]
        if clause.role is not Role.RESPONSIBILITY or clause.parent_id is None or document.title is None:
            continue
        heading = corpus.slice(clause.doc_id, corpus.clause(clause.parent_id).span)
        matter = re.sub(r"^[\s(（]*[\d一二三四五六七八九十]+[)）.、．\s]*", "", to_simplified(heading)).strip(
            " 。.：:\n"
        )
        text = corpus.slice(clause.doc_id, clause.span)
        if 5 <= len(matter) <= 30 and len(_bodies(text)) >= 2:
            place = document.place.value if document.place else ""
            found.append(_Base(text, place, document.title.value, document.source_path, matter))
    return found


def _bodies(note: str) -> list[str]:
    """Return the bodies of a note that are called as one body each, those that lead first."""
    read = parse_note(to_simplified(note))
    names = [b.name for b in (*read.lead, *read.others)]
    return [n for n in dict.fromkeys(names) if re.fullmatch(r"[市县省区][\u4e00-\u9fff]{2,12}[局委厅办]", n)]


def _made(kind: str, form: str, base: _Base, others: Sequence[_Base], chance: random.Random) -> str | None:
    """Return the sentence of a case, None when the clause does not lend itself to it."""
    text = _plain(base)
    if kind in ("verbatim", "same words", "reworded", "invented"):
        return _faithful(kind, form, base, text, others, chance)
    if kind.endswith("body"):
        return _of_body(kind, form, base, others, chance)
    altered: str | None = text
    if kind in _CHANGES:
        altered = _CHANGES[kind](text, chance)
    if altered is not None and form == "reworded":
        altered = (shortened(altered, chance) if chance.random() < 0.5 else None) or reworded(altered, chance)
    if altered is None or (base.place and to_simplified(base.place)[:2] in text):
        return None
    if kind == "unknown place":
        lead = {"as written": "{}提出，", "reworded": "据{}人民政府印发的方案，", "other script": "{}要求，"}[form]
        sentence = f"{lead.format(chance.choice(_STRANGERS))}{altered}。"
    else:
        about = chance.choice(others) if kind == "wrong document" else base
        sentence = _named(about, altered, chance.choice(("attributed", "reported")))
    return other_script(sentence, chance) if form == "other script" else sentence


def _faithful(
    kind: str, form: str, base: _Base, text: str, others: Sequence[_Base], chance: random.Random
) -> str | None:
    own = base.text.rstrip("。;；,，")
    if kind == "verbatim":
        return _named(base, own, form)
    if kind == "same words":
        made = other_script(own, chance)
        return _named(base, made, form) if made != own else None
    if kind == "invented":
        made_text = reworded(text, chance) if form == "reported" else text
        if made_text is None or not others or (base.place and to_simplified(base.place)[:2] in text):
            return None
        return _named(chance.choice(others), made_text, form)
    change = {"bare": reworded, "attributed": swapped, "reported": shortened}[form]
    altered = change(text, chance)
    return _named(base, altered, form) if altered and altered != text else None


def _of_body(kind: str, form: str, base: _Base, notes: Sequence[_Base], chance: random.Random) -> str | None:
    """Say who is responsible for what a heading names: a body of its note, or one that it does not name."""
    own = _bodies(base.text)
    names = own[:2]
    if kind == "other body":
        known = [
            b.name for b in (*parse_note(to_simplified(base.text)).lead, *parse_note(to_simplified(base.text)).others)
        ]
        strange = sorted({n for b in notes for n in _bodies(b.text)} - set(known))
        strange = [n for n in strange if not any(same_body(n, name) for name in known)]
        if not strange:
            return None
        names = [chance.choice(strange), *own[1:2]]
    if form == "reworded":
        names = [_short(n) for n in names]
        matter = (reworded(base.matter, chance) or base.matter) if kind == "right body" else base.matter
        said = f"{matter}的责任单位为{'和'.join(names)}"
    else:
        said = f"{base.matter}，由{'、'.join(names)}等按职责分工负责"
    sentence = _named(base, said, "reported")
    return other_script(sentence, chance) if form == "other script" else sentence


def _short(name: str) -> str:
    """Return what a body is called for short: the first characters of the words of its name."""
    level, kind = name[0], name[-1]
    stem = name[1:-1].removesuffix("员").removesuffix("委")
    parts = [p for p in re.split("[和与、]", stem) if p]
    if len(parts) > 1:
        return f"{level}{parts[0][0]}{parts[-1][-2] if len(parts[-1]) >= 4 else parts[-1][0]}{kind}"
    return f"{level}{stem[0]}{stem[2]}{kind}" if len(stem) == 4 else name


def _plain(base: _Base) -> str:
    """The clause in Simplified characters with Chinese punctuation."""
    text = to_simplified(base.text).rstrip("。;；,，")
    return re.sub(r",(?!\d)", "，", text).replace(";", "；").replace(":", "：")


def _named(base: _Base, text: str, form: str) -> str:
    place, title = to_simplified(base.place), to_simplified(base.title)
    if form == "attributed" or (form == "reported" and not place):
        return f"根据《{title}》，{text}。"
    return f"{place}提出，{text}。" if form == "reported" else f"{text}。"


def _corpus_text(bases: Iterator[_Base]) -> str:
    return "\n".join(key_of(normalise_text(b.text)).text for b in bases)


def _shares(text: str, corpus: str) -> bool:
    """Whether a run of SHARED characters of ``text`` stands in ``corpus`` (both reduced)."""
    key = key_of(normalise_text(text)).text
    return any(key[i : i + SHARED] in corpus for i in range(max(1, len(key) - SHARED + 1)))
