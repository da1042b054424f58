"""The web page: ask, read and cite in a browser, served on this machine (docs/web.md)."""
