"""Writers of braille files: BRF and PEF."""
