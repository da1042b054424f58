"""The style sheet of the report."""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root { --ink: #1d2433; --soft: #5b6475; --line: #d9dee8; --paper: #fff; --band: #f5f7fa; --blue: #2f6fb3;
  --amber: #c4702b; --mark: #ffe58a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9f0; --soft: #9aa4b5; --line: #343c4b; --paper: #161a22;
  --band: #1e242f; --blue: #6aa5e0; --amber: #e09a5c; --mark: #6b5a12; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 "Noto Sans", "Noto Sans CJK SC",
  "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 24px 28px 80px; }
h1 { font-size: 24px; margin: 0 0 12px; }
h2 { font-size: 19px; margin: 40px 0 12px; border-bottom: 1px solid var(--line);
  padding-bottom: 6px; } h3 { font-size: 15px; margin: 0 0 4px; } h4 { font-size: 15px; margin: 0 0 4px; }
a { color: var(--blue); text-decoration-thickness: 1px; text-underline-offset: 2px; }
nav { margin-top: 14px; display: flex; gap: 18px; flex-wrap: wrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 0; } dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; } ul, ol { margin: 0; padding-left: 20px; }
.warning { background: var(--band); border-left: 4px solid var(--amber); padding: 8px 12px; margin: 12px 0; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; white-space: nowrap; }
thead th { color: var(--soft); font-weight: 500; font-size: 13px; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); vertical-align: middle; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; } .value { font-weight: 600; }
.meaning, .slices, .count, figcaption, .absent { color: var(--soft); font-size: 13px; }
.slices-table { margin-bottom: 26px; table-layout: fixed; }
.slices-table th:first-child { width: 25%; white-space: normal; }
.slices-table td { line-height: 1.25; }
svg { vertical-align: middle; } .track { fill: var(--line); opacity: .6; } .bar { fill: var(--blue); }
.harm { fill: var(--amber); } .whisker { stroke: var(--ink); stroke-width: 1.4; }
.plots { display: flex; flex-wrap: wrap; gap: 36px; } figure { margin: 0; max-width: 420px; }
svg text { fill: var(--soft); font-size: 12px; } svg .note { fill: var(--ink); } svg .axis { font-size: 13px; }
.grid { stroke: var(--line); } .curve { fill: none; stroke: var(--blue); stroke-width: 2; }
.stop, .diagonal { stroke: var(--soft); stroke-dasharray: 4 4; } .dot { fill: var(--blue); fill-opacity: .65; }
.card, #passages article { border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px; margin: 0 0 14px; }
.card li a { color: inherit; text-decoration-color: var(--line); }
.card li a:hover { color: var(--blue); }
.card dl { margin-top: 6px; } .card p { margin: 0; } .id { color: var(--soft); font-weight: 500; }
.figures { color: var(--soft); font-size: 13px; }
#passages article:target { border-color: var(--amber); box-shadow: 0 0 0 2px var(--amber); }
.source { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; } .around { color: var(--soft); }
.place { background: var(--band); } mark { background: var(--mark); color: inherit; }
@media print { .card, #passages article { break-inside: avoid; } }
"""
