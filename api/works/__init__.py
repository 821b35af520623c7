"""The works: what production asks for, made by the rooms of sound and braille."""
