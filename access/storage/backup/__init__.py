"""A backup: everything a library needs to begin again, in one form for both kinds of database.

::

    manifest.json          what is in it: counts, checksums, the revision of the tables
    rows/TABLE.jsonl       the rows of a table, one JSON array a line, in the order of their keys
    lexicons.jsonl         the readings that proofreaders chose: file name and bytes (base64)
    contents.jsonl         content hash and size of every file that the rows refer to
    contents/ab/cd/abcd…   those files

It is a folder, or the same in one uncompressed tar file (the files are compressed already). The rows are those of one
moment. The durable engine's notes, caches and search indexes are not in it: they are made anew.
"""
