"""Tests of the reader's training need torch (the extra ``models``) and are left out without it."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["test_reader_base.py", "test_reader_data.py"]
