"""What a section is, in the vocabularies of EPUB (`epub:type`) and of Digital Publishing WAI-ARIA (`role`).

Sources: EPUB 3 Structural Semantics Vocabulary 1.1, DPUB-ARIA 1.1. Only what may stand on a `section` is here, and
nothing that asks for a structure inside that a converted book may lack.
"""

from __future__ import annotations

_WITH_ROLE = (
    "abstract acknowledgments afterword appendix chapter colophon conclusion credits dedication epigraph epilogue"
    " errata foreword introduction part preface prologue"
)
_WITHOUT_ROLE = (
    "copyright-page titlepage halftitlepage volume division subchapter frontmatter bodymatter backmatter bibliography"
    " glossary footnotes endnotes rearnotes contributors other-credits imprint imprimatur preamble notice"
)
_SECTION_TYPES: dict[str, str | None] = {name: f"doc-{name}" for name in _WITH_ROLE.split()}
_SECTION_TYPES |= dict.fromkeys(_WITHOUT_ROLE.split())
_NO_SECTION_ROLE = frozenset({"doc-epigraph"})
"""DPUB-ARIA makes these no landmarks and no sections of their own."""


def section_semantics(role: str | None) -> tuple[str | None, str | None]:
    """Return `epub:type` and `role` for a section; `None` for what there is none of."""
    for name in (role or "").split():
        if name in _SECTION_TYPES:
            aria = _SECTION_TYPES[name]
            return name, None if aria in _NO_SECTION_ROLE else aria
    return None, None
