"""Offers of volunteers: the public form, and those who read them."""
