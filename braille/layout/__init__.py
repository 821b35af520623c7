"""Cells to rows, pages and volumes."""
