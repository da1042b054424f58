"""Tests of the reader's training need torch (the extra ``models``) and are left out without it."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["test_reader_*.py", "test_train_reader.py"]
