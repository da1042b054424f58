"""``python -m ui.cli``: the command without its entry point."""

from ui.cli.app import main

main()
