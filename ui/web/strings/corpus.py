"""What the corpus tab says."""

from __future__ import annotations

TEXT: dict[str, tuple[str, str]] = {
    "held": (
        "{files} files, {documents} documents, {clauses} clauses, {passages} passages, {characters} characters",
        "{files} 个文件、{documents} 份文档、{clauses} 个条款、{passages} 个段落、{characters} 字",
    ),
    "generation": ("Generation {name}, verified; model {model}", "版本 {name}，已校验；模型 {model}"),
    "indexed": ("Indexed documents", "已索引的文件"),
    "files_listed": ("The first {n} files are listed.", "仅列出前 {n} 个文件。"),
    "find_file": ("Find a file by its name or title", "按文件名或标题查找"),
    "no_file": ("No file is called so.", "没有这样的文件。"),
    "clauses": ("Clauses", "条款"),
    "passages_short": ("Passages", "段落"),
    "dated": ("Date", "日期"),
    "select_file": ("Select {name}", "选择 {name}"),
    "add": ("Add files", "添加文件"),
    "add_hint": (
        "Choose or drop files here: {suffixes}, up to {size} MiB each, {count} at a time. "
        "A file of the same name is replaced.",
        "选择文件或拖放到此处：{suffixes}，每个不超过 {size} MiB，一次最多 {count} 个。同名文件将被替换。",
    ),
    "remove": ("Remove selected", "移除所选"),
    "remove_sure": ("Remove the selected files from the corpus?", "确定从语料中移除所选文件?"),
    "rebuild": ("Rebuild", "重建索引"),
    "cancel": ("Cancel", "取消"),
    "stage_start": ("Starting", "启动中"),
    "stage_load": ("Reading files", "读取文件"),
    "stage_pages": ("Reading pages", "读取页面"),
    "stage_encode": ("Encoding passages", "编码段落"),
    "stage_write": ("Writing and verifying", "写入并校验"),
    "stage_ask": ("Asking", "提问"),
    "sending": ("Sending {name}", "上传 {name}"),
    "cancelled": ("Cancelled: the index is as it was.", "已取消：索引保持原样。"),
    "changed": ("The new index answers, {seconds} s.", "新索引已启用，用时 {seconds} 秒。"),
    "unchanged": ("Nothing was changed.", "没有任何改动。"),
    "outcome_added": ("added: {documents}, {n} passages", "已添加：{documents}，{n} 个段落"),
    "outcome_replaced": ("replaced: {documents}, {n} passages", "已替换：{documents}，{n} 个段落"),
    "outcome_removed": ("removed", "已移除"),
    "files_left_out": ("Files left out when the index was built: {n}", "建立索引时未收入的文件：{n} 个"),
    "left_out_same": ("The same: {n} more", "同样的还有 {n} 个"),
    "left_out_more": ("{n} more", "另有 {n} 个"),
    "outcome_left_out": ("left out: {reason}", "未收入：{reason}"),
}
"""Key → English, Simplified Chinese."""
