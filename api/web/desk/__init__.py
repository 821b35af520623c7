"""The pages of those who work in the library: catalogue, production, readers, hours."""
