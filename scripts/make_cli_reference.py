"""Write docs/cli.md: what every command's ``--help`` says.

python -m scripts.make_cli_reference            # writes it
python -m scripts.make_cli_reference --check    # ends with 1 when it is out of date
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Help texts take the language of the interface when they are made.
os.environ["YINJU_LANG"] = "en"
os.environ.pop("YINJU_INDEX", None)

import typer

from ui.cli.app import app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
WIDTH = 100
HEAD = """# The command line

What `--help` prints, command by command. Written by `python -m scripts.make_cli_reference`; a test fails when it is out
of date. The interface speaks Chinese or English by locale (`LC_ALL`, `LC_MESSAGES`, `LANG`; `YINJU_LANG` before them).

| exit code | means |
|---|---|
| 0 | done, also when the answer is that the corpus does not say |
| 1 | `eval --check` measured less than is recorded |
| 2 | bad input: question, option, batch line |
| 3 | nothing readable among the files named |
| 4 | no index there |
| 5 | the index is damaged, or was built by an older version |
| 6 | another build is running |
| 7 | the model cannot be loaded, or is not the one of the index |
| 8 | disk full, or not writable (the index, or standard output) |
| 9 | `check` found a sentence that differs from its source, or stands in another document than it names |
| 130 | stopped with Ctrl-C |
| 141 | the reader of the output (`head`) has gone |

Errors are one line on standard error; `--json` prints nothing else on standard output. A batch is answered line by line
in order: a question that cannot be put is refused in its place, a line that is no question ends it before anything
is printed.
"""


def reference() -> str:
    """Return the page: one section for each command, in the order of the help."""
    sections = [f"## `{name}`\n\n```text\n{text}\n```\n" for name, text in _helps(typer.main.get_command(app), "yinju")]
    return "\n".join([HEAD, *sections])


def _helps(command: Any, name: str, parent: Any = None) -> Iterator[tuple[str, str]]:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = command.context_class(command, info_name=name.rsplit(" ", 1)[-1], parent=parent, **settings)
    yield name, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    for below, child in getattr(command, "commands", {}).items():
        yield from _helps(child, f"{name} {below}", context)


def main() -> None:
    """Write the page, or compare it with what stands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        sys.exit(PAGE.read_text(encoding="utf-8") != reference())
    PAGE.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
