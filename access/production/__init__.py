"""Conversion orders, the durable engine behind its port, and artefacts."""
