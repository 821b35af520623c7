"""Book to narration to talking book: voices, clips, encoding, publishing, checking."""
