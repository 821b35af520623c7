"""The interface for programs under `/api/v1`: titles, imports, exports, orders, artefacts, branches."""
