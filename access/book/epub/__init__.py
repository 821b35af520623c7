"""EPUB 2 and 3: the gate in front of the archive, the repair of its package, and the reader of its text."""
