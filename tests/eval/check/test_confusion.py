"""The confusion matrix of the draft check, from outcomes whose counts are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.check.cases import Case
from eval.check.confusion import Outcome, matrix
from index.types import Span
from retriever.check.verdict import Finding, Verdict
from ui.cli.app import main


def made(kind: str, form: str, verdict: Verdict, right: bool) -> Outcome:
    finding = Finding(Span(0, 1), "甲", verdict, None, (), (), ())
    return Outcome(Case("甲", kind, form, "f.txt", "甲"), finding, right, right, True)


def test_rows_count_verdicts_by_kind_and_form() -> None:
    outcomes = [
        made("negation", "as written", Verdict.DIFFERS, True),
        made("negation", "as written", Verdict.SUPPORTED, False),
        made("negation", "reworded", Verdict.DIFFERS, True),
    ]
    rows = list(matrix(outcomes))
    assert [(r.kind, r.form, r.cases) for r in rows] == [
        ("negation", "as written", 2),
        ("negation", "reworded", 1),
        ("negation", "all", 3),
    ]
    assert rows[-1].counts == {Verdict.DIFFERS: 2, Verdict.SUPPORTED: 1}
    assert rows[-1].right == pytest.approx(2 / 3)
    assert rows[-1].field == 1.0


@pytest.mark.parametrize(("option", "value"), [("--half", "other"), ("--corpus", "no-such-folder")])
def test_what_cannot_be_measured_is_refused_in_one_sentence(
    option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["eval", "check", option, value])
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert len(err.splitlines()) == 1
