"""Drafts read from office files; answers and checked drafts written as Word documents and pages."""
