"""Writers of talking books: DAISY 2.02 and EPUB 3 with Media Overlays."""
