"""Checks of what was made, before it is shelved."""
