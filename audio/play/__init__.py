"""Talking books taken apart to be listened to."""
