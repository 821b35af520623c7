"""Book to transcript to pages to braille files."""
