"""Books: one immutable model, its readers, and the gate in front of untrusted files."""
