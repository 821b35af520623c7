"""MARC records: ISO 2709 and MARCXML, MARC 21 and CNMARC (the Chinese UNIMARC), in and out."""
