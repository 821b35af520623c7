"""The library's shelf as an OPDS 2.0 catalogue under `/opds`, for readers and their apps.

OPDS 2.0 (a JSON of navigation, publications and links, on the Readium Web Publication Manifest) with Authentication for
OPDS 1.0. Only what can be downloaded stands in it: a publication without a link to acquire it is not allowed there.
"""
