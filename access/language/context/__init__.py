"""Readings in context: a network, a phrase dictionary and what a library says of its words, weighed together."""
