"""Search over the catalogue: by words, pinyin, initials and telephone keys, typos forgiven.

The index is derived from the database, lies in a folder of its own and can be made anew at any time. Text becomes
terms in `keys`, questions become terms in `stages`, `index` puts the two together over one engine.
"""
