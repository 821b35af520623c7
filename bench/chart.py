"""Bars drawn as SVG: each with its name and figure as text, so that nothing is told by length or colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

_WIDTH = 640
_LABEL = 150
_ROW = 28
_SPACE = 24
_SVG = "http://www.w3.org/2000/svg"
_NAMESPACES: dict[str | None, str] = {None: _SVG}


@dataclass(frozen=True, slots=True)
class Bars:
    """A group of bars of one unit; figures by name."""

    title: str
    figures: Mapping[str, float]


def draw(path: Path, title: str, groups: Sequence[Bars]) -> None:
    """Write groups of bars to an SVG file; each group is drawn to its own scale."""
    height = _ROW * (1 + sum(len(group.figures) + 1 for group in groups)) + _SPACE * len(groups)
    root = etree.Element(
        f"{{{_SVG}}}svg",
        {"viewBox": f"0 0 {_WIDTH} {height}", "role": "img", "font-family": "sans-serif", "font-size": "14"},
        nsmap=_NAMESPACES,  # type: ignore[arg-type]
    )
    _add(root, "title", {}, title)
    told = "; ".join(
        f"{group.title}: " + ", ".join(f"{name} {value:.1f}" for name, value in group.figures.items())
        for group in groups
    )
    _add(root, "desc", {}, told)
    _add(root, "rect", {"width": str(_WIDTH), "height": str(height), "fill": "#ffffff"})
    line = _ROW
    for group in groups:
        _add(root, "text", {"x": "8", "y": str(line), "font-weight": "bold"}, group.title)
        most = max([*group.figures.values(), 1e-9])
        for name, value in group.figures.items():
            line += _ROW
            _add(root, "text", {"x": "8", "y": str(line)}, name)
            length = max(0.0, value) / most * (_WIDTH - _LABEL - 90)
            _add(
                root,
                "rect",
                {"x": str(_LABEL), "y": str(line - 15), "width": f"{length:.0f}", "height": "20", "fill": "#1d5a96"},
            )
            _add(root, "text", {"x": f"{_LABEL + length + 8:.0f}", "y": str(line)}, f"{value:.1f}")
        line += _ROW + _SPACE
    path.write_bytes(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="utf-8"))


def _add(parent: etree._Element, name: str, attributes: dict[str, str], text: str | None = None) -> None:
    etree.SubElement(parent, f"{{{_SVG}}}{name}", attributes).text = text
