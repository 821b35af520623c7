"""Plain text as a book: its encoding, lines, headings, title, language and notes."""
