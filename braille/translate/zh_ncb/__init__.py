"""Chinese national common braille (国家通用盲文, GF 0019-2018), written by words."""
