"""The style sheet of talking books: sober, and readable in any colours the reader chooses."""

from __future__ import annotations

ACTIVE_CLASS = "-epub-media-overlay-active"
"""What a reading system adds to the element that is being spoken."""

STYLE = f"""\
body {{ margin: 5%; line-height: 1.5; }}
img {{ max-width: 100%; }}
pre {{ white-space: pre-wrap; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid; padding: 0.2em 0.5em; text-align: start; vertical-align: top; }}
.stanza {{ margin: 1em 0; }}
.stanza p {{ margin: 0; }}
{"".join(f".indent{step} {{ margin-inline-start: {step * 2}em !important; }}{chr(10)}" for step in range(1, 9))}\
.marked {{ list-style: none; }}
.page-front, .page-normal, .page-special {{ font-size: smaller; border: 1px solid; padding: 0 0.2em; }}
.notebody, aside {{ border-inline-start: 0.2em solid; padding-inline-start: 1em; margin: 1em 0; }}
.{ACTIVE_CLASS} {{ background-color: #ffe8a3; color: #000000; }}
"""
