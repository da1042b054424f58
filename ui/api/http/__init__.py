"""The HTTP API, version 1: OpenAPI 3.1 over :mod:`ui.api.operations`. See docs/http-api.md."""
