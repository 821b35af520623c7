"""What the library holds, whom it serves and what it promises. No web, no audio, no braille in this room."""
