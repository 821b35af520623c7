"""Print to cells: liblouis codes, Chinese common braille, choice of code by language run."""
