"""Retrievers for other frameworks over an index: LangChain, LlamaIndex, Haystack, each an optional extra.

A module needs its framework when it is imported and nothing else. See docs/adapters.md.
"""
