"""Validation of talking books."""
