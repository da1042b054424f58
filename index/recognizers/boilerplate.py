"""Lines that belong to the portal and not to the document: labels, navigation, share buttons, copyright."""

from __future__ import annotations

import re

__all__ = [
    "closes_page",
    "field_of",
    "fields_in",
    "is_copyright",
    "is_furniture",
    "is_lead_in",
    "is_navigation",
    "opens_tail",
    "row_field",
]

# What a label says → its words.
_FIELDS = {
    "published": "发布时间 发布日期 发表时间 发表日期 更新时间 上传时间 刊发日期 发稿时间",
    "promulgated": "颁布时间 颁布日期 公布时间 公布日期",
    "adopted": "通过日期 通过时间",
    "effective": "施行日期 施行时间 实施日期 实施时间 生效日期 生效时间 执行日期",
    "amended": "修正日期 修订日期 修改日期",
    "repealed": "废止日期 废止时间 失效日期 失效时间",
    "expires": "有效期至 有效期限 有效期",
    "issued": """成文日期 成文时间 印发日期 印发时间 发文日期 发文时间 制定日期 生成日期 核定日期 函颁日期
        公发布日 订定日期""",
    "issuer": """发布单位 发文机关 发布机构 发布机关 发文单位 颁布单位 颁布机关 印发单位 印发机关 制定机关 制定单位
        公布机关 颁布部门 发布部门 发文机构 编制单位 核定机关""",
    "doc_no": "发文字号 文件编号 发文文号 文件文号 文号 发布文号",
    "title": "中文名 中文名称 文件名称 文件标题 法规名称 法规标题 标题 名称",
    "other": """来源专题 原文来源 信息来源 文章来源 稿件来源 来源 编译者 编译 作者 记者 通讯员 责任编辑 责编 编辑 审核
        校对 浏览次数 阅读次数 点击数 点击量 浏览量 阅读量 阅读 浏览 访问量 字体 字号 索引号 主题分类 主题词 分类 类别
        公开类别 公开方式 公开形式 公开范围 信息分类 体裁分类 组配分类 时效性 有效性 效力级别 效力状态
        生效状态 法规类别 法规位阶 外文名 关键词 标签 栏目 发布人 供稿 摄影 分享到 分享 原标题 原文链接 本文链接 链接
        原文地址 网址 下载 附件下载 语种 所属专题 服务对象""",
}
_KIND = {label: kind for kind, labels in _FIELDS.items() for label in labels.split()}
# 标 题:, 来  源: the letters of a short label may be set apart.
_LABELS = "|".join(" {0,4}".join(label) if len(label) == 2 else label for label in sorted(_KIND, key=len, reverse=True))
# 【发文字号】 needs no colon.
_LABEL = re.compile(rf"[\[【(]?(?P<label>{_LABELS})(?:】 ?:?|[\])]? ?:)[ ]?")
_VALUE_END = re.compile(rf" +(?=[\[【(]?(?:{_LABELS})[\]】)]? ?:)| {{2,}}|[|丨]")
_LONGEST_LABEL_LINE = 160
# In a table, or in the matter before a Markdown text, a label needs no colon, or is an English word.
_IN_ROWS = [label for label in _KIND if _KIND[label] != "other" and len(label) >= 4] + ["文号", "标题"]
_ROW_KIND = {label: _KIND[label] for label in _IN_ROWS} | {
    "title": "title", "date": "published", "published": "published", "issued": "issued", "issuer": "issuer",
    "author": "issuer", "doc_no": "doc_no", "number": "doc_no",
}  # fmt: skip
_ROW_LABEL = "|".join(sorted(_ROW_KIND, key=len, reverse=True))
_ROW = re.compile(
    rf"(?:^|(?<=[| ]))[\[【(*]{{0,2}}(?P<label>{_ROW_LABEL})[\]】)*]{{0,2}} ?(?::|\||】|(?<![a-z]) ) ?[\"'*]*"
    rf"(?P<value>[^|]+?)[\"'*]*(?= *(?:$|\|| (?:{_LABELS})[ :]))"
)
# 「2024-07-23 10:05 来源:…」: the date needs no label.
_STAMP = re.compile(
    r"(?:(?:时间|日期) ?: ?)?\d{4}(?:-\d{1,2}-|/\d{1,2}/|年\d{1,2}月)\d{1,2}日?(?: \d{1,2}:\d{2}(?::\d{2})?)?[ |]+"
)
# These stand in forms and annexes too, so at the end of a page they prove nothing.
_NOT_CLOSING = """issued issuer doc_no title adopted effective amended expires 主题词 分类 类别 关键词 标签 链接 网址
    审核 校对 下载 语种"""
_OF_DOCUMENTS = frozenset(_NOT_CLOSING.split())

_LINKS_TO_OTHERS = """相关词条 热门词条 相关报告 相关文章 相关阅读 相关链接 相关新闻 相关资讯 相关推荐 相关文件 相关政策
    相关解读 相关内容 相关稿件 推荐阅读 延伸阅读 热门推荐 热门文章 猜你喜欢 为您推荐 最新文章 最新资讯"""
_CONTROLS = """上一篇 下一篇 返回首页 首页 返回顶部 返回 打印 打印本页 关闭 关闭窗口 分享 分享到 收藏 微信 微博 扫一扫
    网站地图 版权声明 免责声明 关于我们 联系我们 联络我们 联系方式 网站声明 隐私政策 登录 注册 搜索 导航 基本介绍
    基本信息 参考资料 词条标签 词条统计 编辑 评论 发表评论 我要评论 留言 投诉 纠错 举报 我要纠错 点赞 下载 下载客户端
    回到顶部 更多 查看更多 阅读全文 展开全文 友情链接 手机版 新闻公报 新闻稿 无障碍 长者模式 简体 繁体 English 大 中
    小 字体 QQ空间"""
_TAIL_OPENERS = frozenset(_LINKS_TO_OTHERS.split())
_NAVIGATION = _TAIL_OPENERS | frozenset(_CONTROLS.split())
_BREADCRUMB = re.compile(r"^[上下]一[篇条页] ?:|(?:当前位置|您的位置|您现在的位置|您当前的位置|位置) ?:|^首页 ?[>»›/]")
_COPYRIGHT = re.compile(
    r"copyright|©|版权所有|ICP备|公网安备|(?:主办|承办) ?:|网站标识码|未经.{0,12}(?:授权|许可).{0,12}转载", re.I
)
_URL_LINE = re.compile(r"(?:\S{1,12}: ?)?(?:https?://|www\.)\S+$", re.I)
_LEAD_IN = re.compile(
    r"(?:(?:以下|下面)(?:是|为)?|附|现将|政策|文件|通知|方案|意见|规划|公告|办法|条例|计划|具体|详细){0,3}"
    r"(?:原文|全文|正文)(?:内容|刊发|公布|发布|转发|附)?(?:如下|附后)?[:,。]{0,2}"
)


def fields_in(folded: str) -> list[tuple[str, int, int]]:
    """Return the labelled values of a line as (what it says, start, end of the value); none when it starts otherwise.

    What a label says is "published", "issued", "issuer", "doc_no", "title", a kind of date ("promulgated", "adopted",
    "effective", "amended", "repealed", "expires") or "other".
    """
    found = []
    at = 0
    stamp = _STAMP.match(folded) if len(folded) <= _LONGEST_LABEL_LINE else None
    if stamp and _LABEL.match(folded, stamp.end()):
        found.append(("published", 0, stamp.end()))
        at = stamp.end()
    while len(folded) <= _LONGEST_LABEL_LINE and (match := _LABEL.match(folded, at)):
        ending = _VALUE_END.search(folded, match.end())
        end = ending.start() if ending else len(folded)
        found.append((_KIND[match["label"].replace(" ", "")], match.end(), end))
        if not ending:
            break
        at = ending.end()
    return found


def field_of(folded: str, kind: str) -> tuple[int, int] | None:
    """Return where the value of one kind of label stands in a line, None when the line has none."""
    return next(((start, end) for found, start, end in fields_in(folded) if found == kind and end > start), None)


def row_field(folded: str, kind: str) -> tuple[int, int] | None:
    """Return where the value of a label stands in a line of a document's own particulars, None when it has none.

    There, ``label: value``, ``| label | value |``, ``label value`` as cells of a table, and ``title: value`` will do.
    """
    if len(folded) > _LONGEST_LABEL_LINE or "。" in folded:
        return None
    for match in _ROW.finditer(folded):
        if _ROW_KIND[match["label"]] == kind:
            return match.span("value")
    return None


def is_navigation(folded: str) -> bool:
    """Whether a line is a link of the portal and nothing else."""
    return folded.strip(" :,|>[]【】()»") in _NAVIGATION or bool(_BREADCRUMB.search(folded[:80]))


def is_copyright(folded: str) -> bool:
    """Whether a line speaks of the site: copyright, licence number, operator."""
    return len(folded) <= _LONGEST_LABEL_LINE and bool(_COPYRIGHT.search(folded))


def is_furniture(folded: str) -> bool:
    """Whether a line at the head or the tail of a page is the portal's."""
    if len(folded) > _LONGEST_LABEL_LINE:
        return False
    return bool(fields_in(folded)) or is_navigation(folded) or is_copyright(folded) or bool(_URL_LINE.match(folded))


def closes_page(folded: str) -> bool:
    """Whether a line at the end of a page is surely the portal's."""
    if not is_furniture(folded):
        return False
    label = _LABEL.match(folded)
    name = label["label"].replace(" ", "") if label else ""
    return label is None or not {name, _KIND[name]} & _OF_DOCUMENTS


def opens_tail(folded: str) -> bool:
    """Whether a line heads a list of links to other pages (相关阅读, 相關詞條)."""
    return folded.strip(" :,|>[]【】()»") in _TAIL_OPENERS


def is_lead_in(folded: str) -> bool:
    """Whether a stretch announces the official text and says nothing else (原文如下:, 全文)."""
    return len(folded) <= 20 and bool(_LEAD_IN.fullmatch(folded))
