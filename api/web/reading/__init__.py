"""Pages for readers, and for everybody who may read the catalogue: to find, to listen, to read, to order."""
