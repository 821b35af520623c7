"""What the library holds: titles, their accessible forms and copies; imports, exports and search."""
