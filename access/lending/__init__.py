"""What readers have in hand: where each is in a title."""
