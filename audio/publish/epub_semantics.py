"""What a section is, in the vocabularies of EPUB (`epub:type`) and of Digital Publishing WAI-ARIA (`role`).

Sources: EPUB 3 Structural Semantics Vocabulary 1.1, DPUB-ARIA 1.1. Only what may stand on a `section` is here, and
nothing that asks for a structure inside that a converted book may lack.
"""

from __future__ import annotations

_WITH_ROLE = (
    "abstract acknowledgments afterword appendix bibliography chapter colophon conclusion credits dedication endnotes"
    " epigraph epilogue errata foreword glossary introduction part preface prologue"
)
_WITHOUT_ROLE = (
    "copyright-page titlepage halftitlepage volume division subchapter frontmatter bodymatter backmatter"
    " footnotes rearnotes contributors other-credits imprint imprimatur preamble"
)
_SECTION_TYPES: dict[str, str | None] = {name: f"doc-{name}" for name in _WITH_ROLE.split()}
_SECTION_TYPES |= dict.fromkeys(_WITHOUT_ROLE.split())


def section_semantics(role: str | None) -> tuple[str | None, str | None]:
    """Return `epub:type` and `role` for a section; `None` for what there is none of."""
    for name in (role or "").split():
        if name in _SECTION_TYPES:
            return name, _SECTION_TYPES[name]
    return None, None
