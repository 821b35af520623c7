"""Script and language runs, sentences, words and readings."""
