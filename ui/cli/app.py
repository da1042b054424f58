"""The ``yinju`` command. Commands import what they need when they run, so that ``--help`` starts at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from index.errors import InputError, YinjuError
from ui.cli import living
from ui.cli.chat import chat
from ui.cli.choosing import (
    Chosen,
    DocumentOption,
    IssuedFromOption,
    IssuedUntilOption,
    IssuerOption,
    Manner,
    PlaceOption,
    YearOption,
)
from ui.cli.cite import cite
from ui.cli.collect import collect_app
from ui.cli.diff import diff
from ui.cli.evaluate import eval_app
from ui.cli.mcp import mcp
from ui.cli.paths import given_path
from ui.cli.serve import serve
from ui.cli.set import set_command
from ui.cli.streams import READER_LEFT, complain, decoded_argument, discard_output, output_failed, prepare
from ui.cli.targets import targets
from ui.text.locale import say

__all__ = ["app", "main"]

STOPPED = 130
"""Exit code after Ctrl-C: what the shell gives a process ended by SIGINT."""


class _Commands(TyperGroup):
    """Commands whose errors raised on purpose become one sentence on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            # What is still buffered may fail to be written, and Python says so only at exit, in its own words.
            sys.stdout.flush()
        except (YinjuError, KeyboardInterrupt, OSError, MemoryError) as error:
            raise typer.Exit(_ended_by(error)) from error
        return result


app = typer.Typer(
    name="yinju",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "Yinju 引据: ask a corpus of policy documents; every answer is a clause with its place.\n\n"
        "Exit codes: 0 done (also when the answer is 'not in this corpus'), 2 bad input, 3 nothing readable, "
        "4 no index, 5 index damaged or older, 6 another build is running, 7 model cannot be loaded, "
        "8 disk full or not writable, 9 check: something differs from its source, "
        "1 eval --check: below what is recorded.",
        "引据:向政策文件库提问,每个答案都是注明出处的条款。\n\n"
        "退出码:0 完成(包括“语料中没有”),2 输入有误,3 没有可读的文件,4 没有索引,"
        "5 索引损坏或版本过旧,6 另一个构建正在进行,7 模型无法加载,8 磁盘已满或不可写,"
        "9 check:有与原文不符之处,1 eval --check:低于记录值。",
    ),
)
app.add_typer(eval_app, name="eval")
app.add_typer(collect_app, name="collect")


IndexOption = Annotated[
    Path,
    typer.Option(
        "--index",
        "-i",
        envvar="YINJU_INDEX",
        parser=given_path,
        metavar="FOLDER",
        help=say("Folder of the index.", "索引所在文件夹。"),
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help=say("Print JSON (docs/json-contract.md).", "输出 JSON(见 docs/json-contract.md)。")),
]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        parser=given_path,
        metavar="FILE",
        help=say(
            'File of JSON lines with "id", "question" and, where wanted, "filters" ("-": standard input); '
            "one JSON object per line comes out.",
            "JSON 行文件,每行含 id、question,可含 filters(“-”为标准输入);按顺序逐行输出 JSON。",
        ),
    ),
]
TopKOption = Annotated[
    int | None,
    typer.Option(
        "--top-k", "-k", min=1, max=1000, help=say("Passages to return (20 in JSON).", "返回的段落数(JSON 默认 20)。")
    ),
]
QuestionArgument = Annotated[
    str | None,
    typer.Argument(help=say("The question, in Chinese (either script) or English.", "问题,简体、繁体或英文。")),
]
DEFAULT_INDEX = Path("var/index")
JSON_TOP_K = 20
TERMINAL_TOP_K = 3


@app.command(help=say("Build the index anew from files and folders.", "由文件和文件夹重新建立索引。"))
def build(
    paths: Annotated[
        list[Path],
        typer.Argument(
            parser=given_path,
            metavar="PATHS",
            help=say("Files or folders: txt, md, html, docx, pdf.", "文件或文件夹:txt、md、html、docx、pdf。"),
        ),
    ],
    index: IndexOption = DEFAULT_INDEX,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            help=say(
                "A sentence-transformers model by name or local path, instead of the embedded one.",
                "用某个 sentence-transformers 模型(名称或本地路径)代替内置模型。",
            ),
        ),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help=say("Also when the index holds files not named here.", "索引中未在此列出的文件也一并舍弃。"),
        ),
    ] = False,
    follow_symlinks: Annotated[
        bool,
        typer.Option(
            "--follow-symlinks",
            help=say(
                "Follow links in folders to places outside of them, too.", "文件夹中指向其外部的符号链接也跟随读取。"
            ),
        ),
    ] = False,
    json: JsonOption = False,
) -> None:
    """Build the index."""
    from ui.cli.build import build_with_progress

    build_with_progress(paths, index, model=model, replace=replace, follow_links=follow_symlinks, as_json=json)


@app.command(help=say("Answer a question with cited clauses.", "回答问题,并引出条款。"))
def ask(
    question: QuestionArgument = None,
    index: IndexOption = DEFAULT_INDEX,
    batch: BatchOption = None,
    document: DocumentOption = None,
    place: PlaceOption = None,
    issuer: IssuerOption = None,
    year: YearOption = None,
    issued_from: IssuedFromOption = None,
    issued_until: IssuedUntilOption = None,
    top_k: TopKOption = None,
    json: JsonOption = False,
    no_read: Annotated[
        bool,
        typer.Option("--no-read", help=say("Only the passages found, at once.", "只给出检索到的段落,不阅读作答。")),
    ] = False,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            help=say("One question to read for: no list, no splitting.", "按一个普通问题阅读作答,不列清单,也不拆分。"),
        ),
    ] = False,
) -> None:
    """Answer a question, or a batch of them."""
    chosen = Chosen(document, place, issuer, year, issued_from, issued_until)
    manner = Manner(answers=not no_read, plain=plain)
    _run_questions(question, batch, index, chosen, top_k, json, manner)


app.command(help=say("Ask one question after another, each after the ones before.", "连续提问,后一问承接前一问。"))(
    chat
)


@app.command(help=say("Find passages, without answers.", "只检索段落,不作回答。"))
def search(
    question: QuestionArgument = None,
    index: IndexOption = DEFAULT_INDEX,
    batch: BatchOption = None,
    document: DocumentOption = None,
    place: PlaceOption = None,
    issuer: IssuerOption = None,
    year: YearOption = None,
    issued_from: IssuedFromOption = None,
    issued_until: IssuedUntilOption = None,
    top_k: TopKOption = None,
    json: JsonOption = False,
) -> None:
    """Retrieve passages for a question, or a batch of them."""
    chosen = Chosen(document, place, issuer, year, issued_from, issued_until)
    _run_questions(question, batch, index, chosen, top_k, json, Manner(answers=False))


@app.command(help=say("Print a document as indexed, with a span highlighted.", "显示已索引的文件,并高亮一段。"))
def show(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE[:START-END]",
            help=say("File name or part of a document's title; a place in it.", "文件名或标题的一部分;可带位置。"),
        ),
    ],
    span: Annotated[
        str | None,
        typer.Option("--span", "-s", help=say("START-END, as citations give it.", "START-END,即引文的位置。")),
    ] = None,
    context: Annotated[
        int | None,
        typer.Option("--context", "-c", min=0, help=say("Only this many characters around it.", "只显示前后若干字。")),
    ] = None,
    outline: Annotated[bool, typer.Option("--outline", help=say("Only the heading tree.", "只显示标题树。"))] = False,
    index: IndexOption = DEFAULT_INDEX,
) -> None:
    """Print a document."""
    from ui.cli.show import show_document

    show_document(index, decoded_argument(file), span=span, context=context, outline=outline)


@app.command(help=say("List what is indexed.", "列出已索引的内容。"))
def info(
    index: IndexOption = DEFAULT_INDEX,
    problems: Annotated[
        bool,
        typer.Option(
            "--problems",
            help=say("Only what was not understood, by document.", "只按文档列出未能读懂之处。"),
        ),
    ] = False,
    json: JsonOption = False,
) -> None:
    """List what is indexed."""
    if problems:
        from ui.cli.problems import print_problems

        print_problems(index, as_json=json)
        return
    from ui.cli.info import print_info

    print_info(index, as_json=json)


living.register(app)
app.command(
    "set", help=say("Correct what was read of a document: title, issuer, dates.", "更正文件的标题、机关、日期等。")
)(set_command)
app.command(help=say("Show how a document differs from its version before.", "显示文件与其前一版本的差异。"))(diff)


@app.command(help=say("Check every checksum and cross-reference of an index.", "校验索引的所有校验和与内部引用。"))
def verify(index: IndexOption = DEFAULT_INDEX) -> None:
    """Check an index."""
    from ui.cli.info import print_verification

    print_verification(index)


app.command(help=say("Print references in a citation format.", "按引文格式输出参考文献。"))(cite)


@app.command(help=say("Check a draft against the corpus, sentence by sentence.", "逐句核对稿件与语料。"))
def check(
    draft: Annotated[
        Path,
        typer.Argument(
            parser=given_path, metavar="DRAFT", help=say("A txt, md or docx file.", "txt、md 或 docx 文件。")
        ),
    ],
    index: IndexOption = DEFAULT_INDEX,
    json: Annotated[
        bool, typer.Option("--json", help=say("Print JSON (docs/check.md).", "输出 JSON(见 docs/check.md)。"))
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            parser=given_path,
            metavar="FILE",
            help=say("Write both texts side by side.", "写出左右对照网页。"),
        ),
    ] = None,
    docx: Annotated[
        Path | None,
        typer.Option(
            "--docx",
            parser=given_path,
            metavar="FILE",
            help=say("Write the draft with Word comments.", "写出带批注的 Word 文件。"),
        ),
    ] = None,
) -> None:
    """Check a draft."""
    from ui.cli.check import check_draft

    check_draft(draft, index, as_json=json, html=html, docx=docx)


@app.command(help=say("Find the clauses that support or contradict a sentence.", "查找支持或不符某句话的条款。"))
def source(
    sentence: Annotated[str, typer.Argument(help=say("The sentence.", "要查证的句子。"))],
    index: IndexOption = DEFAULT_INDEX,
    top_k: Annotated[
        int, typer.Option("--top-k", "-k", min=1, max=20, help=say("Clauses to list.", "列出的条款数。"))
    ] = 5,
    json: Annotated[
        bool, typer.Option("--json", help=say("Print JSON (docs/check.md).", "输出 JSON(见 docs/check.md)。"))
    ] = False,
) -> None:
    """Find sources for a sentence."""
    from ui.cli.check import find_source

    find_source(decoded_argument(sentence), index, top_k=top_k, as_json=json)


app.command(help=say("Serve the web page: ask, read, cite.", "启动网页:提问、阅读、引用。"))(serve)
app.command(help=say("Serve language models: the Model Context Protocol.", "为语言模型提供服务:模型上下文协议(MCP)。"))(
    mcp
)
app.command(
    help=say("Table of every figure in the corpus: targets, years, values.", "语料中所有数据的表格:指标、年份、数值。")
)(targets)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"yinju {version('yinju')}")
        except PackageNotFoundError:
            typer.echo(say("yinju, not installed (run from its source)", "yinju,未安装(由源代码运行)"))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=say("Print the version.", "显示版本。"))
    ] = False,
) -> None:
    pass


def _run_questions(
    question: str | None,
    batch: Path | None,
    index: Path,
    chosen: Chosen,
    top_k: int | None,
    as_json: bool,
    manner: Manner,
) -> None:
    from ui.cli.ask import answer_batch, answer_one

    if question is not None:
        question = decoded_argument(question)
    if (question is None) == (batch is None):
        raise InputError(say("Give either a question or --batch FILE.", "请给出一个问题,或用 --batch 指定文件。"))
    if batch is not None:
        answer_batch(batch, index, chosen.filters(), top_k=top_k or JSON_TOP_K, manner=manner)
    elif question is not None:
        default = JSON_TOP_K if as_json or not manner.answers else TERMINAL_TOP_K
        answer_one(question, index, chosen.filters(), top_k=top_k or default, as_json=as_json, manner=manner)


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit; errors raised on purpose become one sentence on standard error."""
    prepare()
    try:
        app(args=argv, prog_name="yinju", standalone_mode=True)
    except OSError as error:
        # Help is printed before any command is invoked.
        sys.exit(_ended_by(error))


def _ended_by(error: BaseException) -> int:
    """Say what went wrong, as far as anybody is there to read it; return the exit code."""
    match error:
        case BrokenPipeError():
            discard_output()
            return READER_LEFT
        case KeyboardInterrupt():
            typer.echo(say("yinju: stopped.", "yinju:已停止。"), err=True)
            return STOPPED
        case MemoryError():
            problem = YinjuError(
                say("There is not enough memory: use fewer or smaller files.", "内存不足:请减少文件。")
            )
        case OSError():
            discard_output()
            problem = output_failed(error)
        case YinjuError():
            problem = error
        case _:
            raise error
    complain(problem)
    return problem.exit_code
