"""Words that ask nothing of the corpus: a greeting, thanks, a question about Yinju itself. They get a line of help."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retriever.answer.abstention import say
from retriever.query.types import Query

__all__ = ["MOST_EXAMPLES", "small_talk"]

MOST_EXAMPLES = 3
"""Questions of the corpus that are offered."""

_ADDRESS = r"(?:引据|小引|助手|机器人|系统|各位|大家|yinju)?"
_GREETING = re.compile(
    rf"{_ADDRESS}[,，!！。 ]*(?:你好|您好|大家好|哈喽|嗨|喂|早上好|早安|上午好|中午好|下午好|晚上好|在吗|在不在|有人吗"
    rf"|hi|hello|hey|good (?:morning|afternoon|evening)){{1,2}}(?:啊|呀|吗)?[,，!！。 ]*{_ADDRESS}"
)
_THANKS = re.compile(
    r"(?:好的?|ok|嗯|明白|知道|收到|了|[,， ])*(?:谢谢|多谢|感谢|辛苦)(?:你|您|了|啦|大家|[,， ])*"
    r"|(?:many )?(?:thanks|thank you)(?: very much| a lot)?|再见|拜拜|(?:good)?bye(?: bye)?"
)
_ABOUT = re.compile(
    rf"{_ADDRESS}[,，!！。 ]*(?:你|您|引据|这个?(?:系统|工具|软件|网站|助手)|yinju)?"
    r"(?:到底|究竟)?(?:是谁|是什么(?:东西|系统|工具|软件)?|叫什么(?:名字)?|能做什么|会做什么|可以做什么|能干什么|会什么|有什么用|有什么功能"
    r"|怎么用|怎么使用|如何使用|使用方法|能回答(?:什么|哪些)(?:问题)?|可以问(?:什么|哪些)(?:问题)?)"
    r"|(?:使用)?(?:帮助|说明|说明书)|(?:我)?(?:该|应该|可以|能)?(?:怎么|如何)(?:问|提问)|(?:我)?(?:可以|能)问(?:什么|哪些)(?:问题)?"
    r"|help|who are you|what are you|what is yinju|what can (?:you|yinju) do|what can i ask(?: you)?"
    r"|how (?:do|can|should) i (?:use (?:this|it|you|yinju)|ask)|how does (?:this|it|yinju) work"
    r"|how to use(?: this| it| yinju)?"
)
_EDGE = " \t\r\n,.!?;:~。，！？；：…、～"


def small_talk(query: Query, examples: Sequence[str]) -> str | None:
    """Return one line of help in the language and script of the question; None when it asks the corpus.

    ``examples`` are questions that the corpus answers.
    """
    said = query.normalised.strip(_EDGE).lower()
    if _THANKS.fullmatch(said):
        return _with_examples(
            query, "不客气。还可以接着问,例如", "You are welcome. Go on asking, for example", examples
        )
    if _GREETING.fullmatch(said):
        return _with_examples(
            query,
            "你好,我从语料中找出条款来回答问题,例如",
            "Hello. I answer with clauses of the corpus, for example",
            examples,
        )
    if _ABOUT.fullmatch(said):
        return _with_examples(
            query,
            "引据从语料的文件中找出条款来回答,每个回答都标明文件、章节和位置;文件没有写的,就说没有。例如",
            "Yinju answers with the clauses of the documents, each with its document, headings and place, and says so"
            " when they do not say it. Ask for example",
            examples,
        )
    return None


def _with_examples(query: Query, chinese: str, english: str, examples: Sequence[str]) -> str:
    offered = examples[:MOST_EXAMPLES]
    if not offered:
        return say(query, f"{chinese.rpartition(',')[0] or chinese}。", f"{english.rpartition(',')[0] or english}.")
    quoted = " ".join(f"「{one}」" for one in offered)
    return say(query, f"{chinese}:{quoted}", f"{english}: {' '.join(offered)}")
