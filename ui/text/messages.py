"""Errors and reasons in Chinese. The code below the interface speaks English alone; here is what people meet most.

An English message is recognised by its template, so that messages stored in an index (why a file was left out) are
translated too; one without a row is shown as it is. tests/ui/text/test_messages.py compares the templates with the
code.
"""

from __future__ import annotations

import re
from functools import cache

from ui.text.locale import interface_language, say

__all__ = ["TRANSLATIONS", "localised"]

_REBUILD = "请用 `yinju build 文件 --index {index}` 重新建立"

TRANSLATIONS: tuple[tuple[str, str], ...] = (
    # measuring the draft check
    (
        "There is no half {half}: choose one of {halves}.",
        "没有 {half} 这一范围：可选 {halves}。",
    ),
    (
        "{corpus} holds no files: name the folder of the documents to check against.",
        "{corpus} 中没有文件：请给出核对所依据文件的文件夹。",
    ),
    ("{path} does not exist: check the path.", "{path} 不存在：请检查路径。"),
    ("{name} is larger than 128 MiB: check it in parts.", "{name} 超过 128 MiB：请分次核对。"),
    (
        "{name} cannot be read ({reason}): check the path and your permissions.",
        "{name} 无法读取（{reason}）：请检查路径和权限。",
    ),
    ("The result would overwrite the draft: give it another name.", "结果会覆盖文稿：请换一个文件名。"),
    (
        "The sentence is {size} characters long: use `yinju check` for a whole text.",
        "句子长达 {size} 字：整篇文稿请用 `yinju check` 核对。",
    ),
    ("{path} cannot be written ({reason}): choose another place.", "{path} 无法写入（{reason}）：请换一个位置。"),
    # questions
    (
        "The question is empty: ask in words, for example 「到2025年新型储能装机目标是多少?」.",
        "问题是空的:请用文字提问,例如“到2025年新型储能装机目标是多少?”。",
    ),
    (
        "The question is {size} characters long and at most {most} are taken: ask one thing at a time.",
        "问题长达 {size} 字,最多接受 {most} 字:请一次只问一件事。",
    ),
    # filters
    (
        "No date lies from {first} until {last}: give the earlier date first.",
        "从 {first} 到 {last} 之间没有日期：请先写较早的日期。",
    ),
    (
        "Filters are an object with the fields {names}: leave out any other.",
        "filters 是含有下列字段的对象：{names}；请去掉其他字段。",
    ),
    (
        "{value} is no year: give one from {first} to {last}, such as 2025.",
        "{value} 不是年份：请给出 {first} 至 {last} 之间的年份，例如 2025。",
    ),
    (
        "The filter {name} holds {value}, which is no name: give names as text.",
        "筛选条件 {name} 中的 {value} 不是名称：请用文字给出名称。",
    ),
    (
        "{value} is no date: write 2023, 2023-06 or 2023-06-30.",
        "{value} 不是日期：请写成 2023、2023-06 或 2023-06-30。",
    ),
    (
        "No document of the index satisfies all filters together: leave one of them out.",
        "索引中没有同时符合全部筛选条件的文件：请去掉其中一项。",
    ),
    (
        "There is no document {number}: ids go from 0 to {last}.",
        "没有编号为 {number} 的文件：编号从 0 到 {last}。",
    ),
    (
        "The index holds no document called {name}: the nearest names are {names}.",
        "索引中没有名为 {name} 的文件：最接近的有 {names}。",
    ),
    (
        "The index holds no document about {place}: the nearest places are {places}.",
        "索引中没有关于 {place} 的文件：最接近的地区有 {places}。",
    ),
    (
        "The index holds no document issued by {issuer}: the nearest bodies are {bodies}.",
        "索引中没有 {issuer} 印发的文件：最接近的机关有 {bodies}。",
    ),
    (
        "No document of the index states what place it is about: leave out the place.",
        "索引中的文件都没有载明所属地区：请去掉地区条件。",
    ),
    (
        "No document of the index states who issued it: leave out the issuing body.",
        "索引中的文件都没有载明发文机关：请去掉发文机关条件。",
    ),
    (
        "No document of the index states when it was issued: leave out the dates.",
        "索引中的文件都没有载明印发日期：请去掉日期条件。",
    ),
    (
        "No document of the index was issued then: those that state a date are from {first} to {last}.",
        "索引中没有该时段印发的文件：载明日期的文件印发于 {first} 至 {last}。",
    ),
    # files
    ("{name} is empty: leave it out, or fetch it again.", "{name} 是空文件:请去掉它,或重新获取。"),
    (
        "{name} is {kind}, not text: save its text as .txt, .md or .html in UTF-8.",
        "{name} 是{kind},不是文本:请把其中的文字另存为 UTF-8 的 .txt、.md 或 .html。",
    ),
    (
        "{name} is binary, not text: save its text as .txt, .md or .html in UTF-8.",
        "{name} 是二进制文件,不是文本:请把其中的文字另存为 UTF-8 的 .txt、.md 或 .html。",
    ),
    (
        "{name} is in none of UTF-8, UTF-16, GB18030 and Big5: save it in UTF-8.",
        "{name} 的编码不是 UTF-8、UTF-16、GB18030 或 Big5:请另存为 UTF-8。",
    ),
    (
        "{name} is {kind}, which cannot be read: convert it to one of {suffixes}.",
        "{name} 的格式({kind})无法读取:请转换为 {suffixes} 之一。",
    ),
    (
        "{name} is a folder, not a file: name the files in it, or build from the folder.",
        "{name} 是文件夹:请给出其中的文件,或直接由该文件夹建立索引。",
    ),
    (
        "{name} is a device or pipe, not a file: save its content to a file first.",
        "{name} 是设备或管道,不是文件:请先把内容存成文件。",
    ),
    (
        "{name} is larger than 1 GiB: split it into one file per document.",
        "{name} 超过 1 GiB:请拆成每份文件一个。",
    ),
    (
        "{name} does not exist (any more): check the path {path}.",
        "{name} 不存在(或已被移走):请检查路径 {path}。",
    ),
    ("{name} does not exist or may not be read: check the path.", "{name} 不存在或无权读取:请检查路径。"),
    (
        "{name} may not be read: give yourself permission to read {path}.",
        "{name} 无权读取:请给自己加上读取 {path} 的权限。",
    ),
    (
        "{name} cannot be listed ({reason}): give yourself permission, or leave it out.",
        "{name} 无法列出({reason}):请给自己加上权限,或去掉它。",
    ),
    (
        "{name} cannot be read ({reason}): check the disk and the path.",
        "{name} 无法读取({reason}):请检查磁盘和路径。",
    ),
    ("{name} is named twice: only the first is indexed.", "{name} 给出了两次:只收入第一个。"),
    (
        "{name} holds no text outside scripts and menus: save the page again once it is shown in full.",
        "{name} 除脚本和菜单外没有文字:请在页面完整显示后重新保存。",
    ),
    (
        "{name} holds no text that could answer anything: leave it out or fill it.",
        "{name} 没有可以回答问题的文字:请去掉它,或补上内容。",
    ),
    (
        "{name} declares page {page} at {start}:{end}, out of order or outside its text: "
        "give its pages in order, each behind the one before.",
        "{name} 声明的第 {page} 页({start}:{end})次序不对或超出全文:请按顺序给出各页,后页须在前页之后。",
    ),
    (
        "There is nothing to index: name files or folders that hold text.",
        "没有可以索引的内容:请给出含有文字的文件或文件夹。",
    ),
    (
        "There is nothing to index: name files or folders that hold text. {reasons}",
        "没有可以索引的内容:请给出含有文字的文件或文件夹。{reasons}",
    ),
    # the index
    (
        "No file to remove is named: `yinju info` lists what the index holds.",
        "没有指定要移除的文件:`yinju info` 可列出索引中的文件。",
    ),
    (
        "There is no index in {index}: build one with `yinju build FILES --index {index}`.",
        "{index} 中没有索引:请用 `yinju build 文件 --index {index}` 建立。",
    ),
    (
        "The index {index} cannot be used ({what}): build it again with `yinju build FILES --index {index}`.",
        "索引 {index} 无法使用({what}):" + _REBUILD + "。",
    ),
    (
        "The index {index} is being built by another process (pid {pid}): wait until it ends, or stop it.",
        "另一个进程(pid {pid})正在建立索引 {index}:请等它结束,或停止它。",
    ),
    (
        "There is no room left to write the index {index}: free some space or choose another --index.",
        "磁盘已满,无法写入索引 {index}:请腾出空间,或用 --index 换一处。",
    ),
    (
        "The index {index} may not be written: give yourself permission or choose another --index.",
        "无权写入索引 {index}:请给自己加上权限,或用 --index 换一处。",
    ),
    (
        "The index {index} cannot be a folder, since a file has its name: choose another --index.",
        "索引 {index} 应为文件夹,而同名处已有文件:请用 --index 换一处。",
    ),
    (
        "The index was built with the model {model}, which is not the same as {other}: name that model, or {rebuild}",
        "索引是用模型 {model} 建立的,与 {other} 不同:请换成那个模型,或者,{rebuild}",
    ),
    (
        "The model {model} was replaced since the index was built: {rebuild}",
        "建立索引之后,模型 {model} 已被替换:{rebuild}",
    ),
    ("build the index again with `yinju build FILES --index {index}`.", _REBUILD + "索引。"),
    ("{name} is missing", "缺少 {name}"),
    ("{name} was changed", "{name} 被改动过"),
    ("its manifest was changed", "清单被改动过"),
    ("{name} has {size} bytes instead of {expected}", "{name} 有 {size} 字节,应为 {expected} 字节"),
    ("it has layout {theirs}, this version reads layout {ours}", "其格式版本为 {theirs},本程序读取版本 {ours}"),
    ("it was built by a version that cuts words otherwise", "建立它的程序版本分词方式不同"),
    # models
    (
        "There is no folder {folder}; check the path, or name a model of the hub such as "
        "intfloat/multilingual-e5-small.",
        "没有文件夹 {folder}:请检查路径,或给出模型库中的名称,例如 intfloat/multilingual-e5-small。",
    ),
    (
        "{path} is a file; name the folder of a sentence-transformers model.",
        "{path} 是文件:请给出 sentence-transformers 模型所在的文件夹。",
    ),
    (
        "The model {name} is not in the local cache and no model hub can be reached; give the path of a local copy, or "
        "use the embedded model.",
        "模型 {name} 不在本机缓存中,也连不上模型库:请给出本地副本的路径,或使用内置模型。",
    ),
    (
        "The model {name} needs sentence-transformers; install it with: {command}",
        "模型 {name} 需要 sentence-transformers,请安装:{command}",
    ),
    # citations
    (
        "{place} holds no words: give the range of a citation.",
        "{place} 处没有文字：请给出引文的位置。",
    ),
    (
        "This is no answer of `yinju ask --json`: pipe its output as it comes.",
        "这不是 `yinju ask --json` 的答案：请原样传入其输出。",
    ),
    (
        "There is no collection {path}: begin one with `yinju collect add`.",
        "没有引文集 {path}：请先用 `yinju collect add` 建立。",
    ),
    (
        "The collection {path} cannot be read ({reason}): check the path.",
        "无法读取引文集 {path}（{reason}）：请检查路径。",
    ),
    (
        "{path} is no collection of this version: name one made by `yinju collect`.",
        "{path} 不是本版本的引文集：请给出由 `yinju collect` 建立的文件。",
    ),
    (
        "The collection {path} cannot be written ({reason}): free some space or choose another file.",
        "无法写入引文集 {path}（{reason}）：请腾出空间，或换一个文件。",
    ),
    (
        "The collection has no item {number}: `yinju collect list` shows their numbers.",
        "引文集中没有第 {number} 条：`yinju collect list` 可列出编号。",
    ),
    (
        "There is no order {name}: choose one of {names}.",
        "没有 {name} 这种排序：可选 {names}。",
    ),
    (
        "{name} is larger than {size} MiB: use `yinju collect` for it.",
        "{name} 超过 {size} MiB：请改用 `yinju collect`。",
    ),
    (
        "{name} holds longer texts than a basket keeps: use `yinju collect` for it.",
        "{name} 中的文字太长，引文篮无法保存：请改用 `yinju collect`。",
    ),
    (
        "A basket holds at most {most} citations: remove some, or use `yinju collect`.",
        "引文篮最多收 {most} 条：请移除一些，或改用 `yinju collect`。",
    ),
    ("Nothing is selected: select words of the document.", "没有选中文字：请在原文中选择。"),
    (
        "{size} characters are selected and at most {most} are quoted: select less.",
        "选中了 {size} 字，一条引文最多 {most} 字：请少选一些。",
    ),
    ("The basket is empty: collect a citation first.", "引文篮是空的：请先加入引文。"),
    (
        "Word documents need python-docx; install it with: {command}",
        "Word 文档需要 python-docx，请安装：{command}",
    ),
    ("XLSX needs openpyxl; install it with: {command}", "XLSX 需要 openpyxl，请安装：{command}"),
    ("Measuring needs ir-measures; install it with: {command}", "评测需要 ir-measures，请安装：{command}"),
    ("The web page needs Gradio; install it with: {command}", "网页需要 Gradio，请安装：{command}"),
    # drafts
    (
        "The draft is empty: give a text, Markdown or Word file with sentences to check.",
        "文稿是空的：请给出含有句子的文本、Markdown 或 Word 文件。",
    ),
    (
        "The sentence is empty: paste the statement to find a source for.",
        "句子是空的：请粘贴要查找出处的陈述。",
    ),
    (
        "There is nothing to check: paste the text of a draft, or choose a file.",
        "没有可以核对的内容：请粘贴文稿，或选择文件。",
    ),
    (
        "The draft is {size} characters long and at most {most} are taken here: check it in parts, or with "
        "`yinju check`.",
        "文稿长达 {size} 字，此处最多接受 {most} 字：请分次核对，或用命令行 `yinju check`。",
    ),
    (
        "The draft is {size} characters long and at most {most} are taken: check it in parts.",
        "文稿长达 {size} 字，最多接受 {most} 字：请分次核对。",
    ),
    (
        "{most} drafts are being checked already: try again in a minute.",
        "已有 {most} 份文稿正在核对：请稍后再试。",
    ),
    (
        "{most} drafts are being sent already: try again in a minute.",
        "已有 {most} 份文稿正在上传：请稍后再试。",
    ),
    ("The draft is not kept any more: check it again.", "文稿已不再保留：请重新核对。"),
    (
        "{name} has {size} bytes and at most {most} MiB are taken: leave pictures out, or check it in parts.",
        "{name} 有 {size} 字节，最多接受 {most} MiB：请去掉图片，或分次核对。",
    ),
    (
        "{name} cannot be checked: save the draft as one of {suffixes}.",
        "{name} 无法核对：请把文稿另存为 {suffixes} 之一。",
    ),
    ("{name} is empty: there is nothing to check.", "{name} 是空文件：没有可以核对的内容。"),
    ("{name} holds no text: there is nothing to check.", "{name} 没有文字：没有可以核对的内容。"),
    (
        "{name} is protected by a password or of the old DOC format: save it as DOCX without a password.",
        "{name} 有密码保护，或是旧版 DOC 格式：请另存为不带密码的 DOCX。",
    ),
    (
        "{name} is damaged or no DOCX: open it in a word processor and save it again.",
        "{name} 已损坏，或不是 DOCX：请用文字处理软件打开后重新保存。",
    ),
    (
        "{name} unpacks to more than 256 MiB: split it into several files.",
        "{name} 解压后超过 256 MiB：请拆成几个文件。",
    ),
    # kinds of file
    ("a PDF", " PDF "),
    ("a ZIP archive (Word, Excel and EPUB files are such)", " ZIP 压缩包(Word、Excel 和 EPUB 也属此类)"),
    ("an old Office document", "旧版 Office 文档"),
    ("a rich text (RTF) document", " RTF 文档"),
    ("a PNG image", " PNG 图片"),
    ("a JPEG image", " JPEG 图片"),
    ("without a suffix", "没有扩展名"),
    # the web page
    (
        "{name} has {size} bytes: files of 1 to {most} MiB are taken; "
        "add a larger one on the command line with `yinju build`.",
        "{name} 有 {size} 字节：可添加 1 字节到 {most} MiB 的文件，更大的请用命令行 `yinju build` 添加。",
    ),
    (
        "{name} cannot be read: convert it to one of {suffixes}.",
        "{name} 无法读取：请转换为 {suffixes} 之一。",
    ),
    (
        "{most} files are waiting already: index them first.",
        "已有 {most} 个文件在等待：请先为它们建立索引。",
    ),
    (
        "More than {most} MiB would be waiting: use what is there first.",
        "等待中的文件将超过 {most} MiB：请先处理已有的文件。",
    ),
    ("A piece of the file arrived damaged: send the file again.", "文件有一部分在传送中损坏：请重新发送。"),
    (
        "More of {name} arrived than was announced: send the file again.",
        "{name} 传来的内容比所报的多：请重新发送。",
    ),
    ("{name} has not arrived completely: send it again.", "{name} 没有完整送达：请重新发送。"),
    ("The file is not there any more: send it again.", "文件已不在：请重新发送。"),
    (
        "The work ended unexpectedly: see the server's output, and try again.",
        "任务意外中断：请查看服务器输出后重试。",
    ),
    (
        "The same kind of work is running already: wait until it ends, or cancel it.",
        "同类任务正在进行：请等待其结束，或取消它。",
    ),
    (
        "The corpus cannot be emptied: add another file before removing the last one.",
        "语料不能清空：请先添加其他文件，再移除最后一个。",
    ),
    (
        "{size} characters are too many to look for: at most {most} are taken.",
        "要查找的内容长达 {size} 字，最多接受 {most} 字。",
    ),
    (
        "The figures of the corpus are still being read: ask again in a minute.",
        "语料中的数据仍在通读：请过一分钟再试。",
    ),
    (
        "The index holds no document {file} at character {start}: it may have been removed.",
        "索引中没有 {file} 第 {start} 字处的文件：它可能已被移除。",
    ),
)

_NESTED = frozenset({"what", "kind", "reasons", "rebuild"})
_SENTENCE = re.compile(r"(?<=\.) ")


def localised(message: str, language: str | None = None) -> str:
    """Return an English message in ``language`` (by default the interface's), or as it is without a translation."""
    language = language or interface_language()
    if language == "en":
        return message
    for pattern, chinese in _patterns():
        match = pattern.fullmatch(message)
        if match is not None:
            values = {name: _nested(name, value, language) for name, value in match.groupdict().items()}
            # Converted to Traditional before the values are put in: file names stay as they are.
            return say(message, chinese, language).format(**values)
    return message


def _nested(name: str, value: str, language: str) -> str:
    return "".join(localised(part, language) for part in _SENTENCE.split(value)) if name in _NESTED else value


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    # A template that begins with a name matches nearly anything before its end: the others come first.
    rows = sorted(TRANSLATIONS, key=lambda row: -len(row[0].partition("{")[0]))
    return [(_pattern(english), chinese) for english, chinese in rows]


def _pattern(template: str) -> re.Pattern[str]:
    """Return what matches the messages of a template: a name that stands twice must have one value."""
    parts = re.split(r"\{(\w+)\}", template)
    seen: set[str] = set()
    out = []
    for number, part in enumerate(parts):
        if number % 2 == 0:
            out.append(re.escape(part))
        else:
            out.append(f"(?P={part})" if part in seen else f"(?P<{part}>.+?)")
            seen.add(part)
    return re.compile("".join(out), re.DOTALL)
