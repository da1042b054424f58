"""``yinju eval``: options only; :mod:`ui.cli.evaluate_run` does the work and is imported when the command runs."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.text.locale import say

__all__ = ["eval_app"]

eval_app = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "Measure answers over gold questions, or rankings over a public benchmark (docs/evaluation.md).",
        "用标准问题测量回答,或用公开基准测量检索(docs/evaluation.md)。",
    ),
)

IndexOption = Annotated[
    Path,
    typer.Option("--index", "-i", envvar="YINJU_INDEX", help=say("Folder of the index.", "索引所在文件夹。")),
]
GoldOption = Annotated[Path | None, typer.Option(help=say("Folder of another gold set.", "另一套标准问题的文件夹。"))]
CorpusOption = Annotated[
    Path | None,
    typer.Option(
        "--corpus", "--seeds", help=say("Folder of the files that it asks about.", "标准问题所问文件的文件夹。")
    ),
]
SystemOption = Annotated[
    str, typer.Option(help=say("hybrid, lexical (BM25 alone) or dense.", "hybrid、lexical(仅 BM25)或 dense(仅向量)。"))
]
JsonOption = Annotated[bool, typer.Option("--json", help=say("Print JSON.", "输出 JSON。"))]
HtmlOption = Annotated[Path | None, typer.Option(help=say("Write a report page here.", "把报告网页写到此处。"))]


def _command() -> str:
    """The command line as typed: what a reader of the results needs to run it again."""
    return shlex.join(["yinju", *sys.argv[1:]])


@eval_app.callback()
def evaluate(
    context: typer.Context,
    index: IndexOption = Path("var/index"),
    gold: GoldOption = None,
    corpus: CorpusOption = None,
    split: Annotated[
        str | None,
        typer.Option(help=say("report, tune or all; of BEIR: test.", "report、tune 或 all;BEIR 为 test。")),
    ] = None,
    system: SystemOption = "hybrid",
    beir: Annotated[
        Path | None, typer.Option(help=say("BEIR folder (plain, .gz or .xz).", "BEIR 文件夹(可为 .gz 或 .xz)。"))
    ] = None,
    documents: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "Folder of documents.jsonl and questions.jsonl (plain, .gz or .xz).",
                "含 documents.jsonl 与 questions.jsonl 的文件夹(可为 .gz 或 .xz)。",
            )
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            help=say("Index --beir or --documents with this model.", "用此模型为 --beir 或 --documents 建立索引。")
        ),
    ] = None,
    reuse: Annotated[
        bool,
        typer.Option(
            "--reuse",
            help=say("Use the index of the last such run.", "沿用上次 --beir 或 --documents 建立的索引。"),
        ),
    ] = False,
    read: Annotated[
        int | None,
        typer.Option(
            min=0,
            help=say(
                "Read the first so many hits; 10 for questions and none for --beir unless given.",
                "阅读前若干条检索结果;不指定时,问题读 10 条,--beir 不读。",
            ),
        ),
    ] = None,
    outside: Annotated[
        Path | None,
        typer.Option(help=say("Score this run of another system.", "为另一系统的结果文件评分。")),
    ] = None,
    qrels: Annotated[
        Path | None, typer.Option(help=say("TREC judgements for --outside.", "与 --outside 配用的 TREC 判定文件。"))
    ] = None,
    run: Annotated[Path | None, typer.Option(help=say("Write a TREC run.", "写出 TREC run。"))] = None,
    qrels_out: Annotated[Path | None, typer.Option(help=say("Write TREC judgements.", "写出 TREC 判定。"))] = None,
    save: Annotated[
        Path | None, typer.Option(help=say("Save every question's scores.", "保存每个问题的得分。"))
    ] = None,
    html: HtmlOption = None,
    json: JsonOption = False,
    check: Annotated[
        bool,
        typer.Option("--check", help=say("Fail below the baseline (exit code 1).", "低于基线则失败(退出码 1)。")),
    ] = False,
    set_baseline: Annotated[
        bool, typer.Option("--set-baseline", help=say("Record the baseline.", "记录基线。"))
    ] = False,
    baseline: Annotated[Path | None, typer.Option(help=say("Another baseline file.", "另一个基线文件。"))] = None,
    by: Annotated[str | None, typer.Option(help=say("Who sets the baseline.", "基线由谁设定。"))] = None,
) -> None:
    """Measure a system."""
    if context.invoked_subcommand is not None:
        return
    from ui.cli.evaluate_run import Request, evaluate_and_report

    evaluate_and_report(
        Request(
            index=index,
            gold=gold,
            corpus=corpus,
            split=split,
            system=system,
            beir=beir,
            documents=documents,
            model=model,
            reuse=reuse,
            read=read,
            outside=outside,
            qrels=qrels,
            run=run,
            qrels_out=qrels_out,
            save=save,
            html=html,
            as_json=json,
            check=check,
            set_baseline=set_baseline,
            baseline=baseline,
            by=by,
            command=_command(),
        )
    )


@eval_app.command("compare", help=say("Compare two saved runs.", "比较两次保存的结果。"))
def compare_runs(
    before: Annotated[Path, typer.Argument(help=say("What --save wrote before the change.", "改动前 --save 的文件。"))],
    after: Annotated[Path, typer.Argument(help=say("What it wrote after.", "改动后的文件。"))],
    questions: Annotated[
        int, typer.Option(min=0, help=say("Questions listed in each direction.", "两个方向各列出多少问题。"))
    ] = 15,
    json: JsonOption = False,
) -> None:
    """Compare two saved runs."""
    from ui.cli.evaluate_run import compare_and_report

    compare_and_report(before, after, questions, as_json=json)


@eval_app.command("sweep", help=say("Try values of retrieval's parameters.", "尝试检索参数的不同取值。"))
def sweep_parameters(
    values: Annotated[
        list[str],
        typer.Option("--set", help=say("NAME=V1,V2,…; may be repeated.", "NAME=V1,V2,…;可重复。")),
    ],
    index: IndexOption = Path("var/index"),
    gold: GoldOption = None,
    corpus: CorpusOption = None,
    split: Annotated[
        str, typer.Option(help=say("tune; of a gold set of your own also all.", "tune;自备的标准问题也可用 all。"))
    ] = "tune",
    json: JsonOption = False,
) -> None:
    """Sweep named parameters."""
    from ui.cli.evaluate_sweep import sweep_and_report

    sweep_and_report(values, index, gold, corpus, split, as_json=json)


@eval_app.command("check", help=say("Measure the draft check on altered clauses.", "用改动过的条款测量稿件核对。"))
def check_drafts(
    corpus: Annotated[
        Path,
        typer.Option("--corpus", "--seeds", help=say("Folder of the files to alter.", "用来改动条款的文件夹。")),
    ] = Path("seeds"),
    half: Annotated[
        str, typer.Option(help=say("Documents: report, tune or all.", "文件范围:report、tune 或 all。"))
    ] = "report",
    by_hand: Annotated[
        bool,
        typer.Option(
            "--by-hand/--altered-only",
            help=say("With the sentences written about the seeds.", "连同为种子语料手写的句子。"),
        ),
    ] = False,
    drafts: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "Folder of written drafts (NN.md beside NN.jsonl) to check instead of altered clauses.",
                "改为核对手写稿件的文件夹(NN.md 与 NN.jsonl)。",
            )
        ),
    ] = None,
    wrong: Annotated[
        bool, typer.Option("--wrong", help=say("List the cases that went wrong.", "列出判断有误的例子。"))
    ] = False,
    json: JsonOption = False,
) -> None:
    """Measure the draft check."""
    from ui.cli.evaluate_check import check_and_report, check_drafts_and_report

    if drafts is not None:
        check_drafts_and_report(drafts, corpus, half, wrong=wrong, as_json=json)
    else:
        check_and_report(corpus, half, by_hand=by_hand, wrong=wrong, as_json=json)


@eval_app.command(
    "structure",
    help=say("Measure how documents are read, against a person's reading.", "以人工读取为准,测量文件的读取。"),
)
def measure_structure(
    documents: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "JSON lines with the texts that the gold is about (plain, .gz or .xz).",
                "含标准所述文本的 JSON 行文件(可为 .gz 或 .xz)。",
            )
        ),
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            help=say(
                "documents (metadata and outlines), heads (metadata) or tables.",
                "documents(元数据与大纲)、heads(元数据)或 tables(表格)。",
            )
        ),
    ] = "documents",
    half: Annotated[
        str, typer.Option(help=say("Documents: report, tune or all.", "文件范围:report、tune 或 all。"))
    ] = "report",
    gold: Annotated[Path | None, typer.Option(help=say("Folder of another gold.", "另一套标准的文件夹。"))] = None,
    wrong: Annotated[
        bool, typer.Option("--wrong", help=say("List what was read otherwise.", "列出读取不一致之处。"))
    ] = False,
    json: JsonOption = False,
) -> None:
    """Measure metadata, outlines and tables."""
    from ui.cli.evaluate_structure import measure_and_report

    measure_and_report(documents, kind, half, gold, wrong=wrong, as_json=json)
