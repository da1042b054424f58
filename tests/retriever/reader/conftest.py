"""Tests that build a tiny model need torch (the extra ``models``) and are left out without it."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["test_judging.py", "test_reader.py", "test_windows.py"]
