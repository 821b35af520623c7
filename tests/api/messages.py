"""Every sentence in the source and in the templates of pages that a person may see, found by reading them."""

import ast
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
ROOMS = ("access", "audio", "braille", "api")
_TOLD_FIELDS = {"default_what", "default_advice", "description"}
_TABLES = {
    "_STAGES", "_MAGIC", "_MARKUP", "_ZIP_PARTS", "_REASONS", "_PART_NAMES", "_STATE_NAMES", "_PAGE_TITLES",
    "_PAGE_ADVICE", "_ROLE_NAMES",
}  # fmt: skip
"""Mappings whose values are message ids, tuples of rows that end with one; also what ends with `_WORDS` or `_WAYS`."""
_OF_THE_SYSTEM = (
    errno.ENOENT, errno.EEXIST, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.ENAMETOOLONG, errno.ENOTDIR,
    errno.EISDIR, errno.EROFS, errno.EIO, errno.ELOOP, errno.EFBIG,
)  # fmt: skip
"""Reasons that the operating system gives."""


def message_ids() -> dict[str, str]:
    """Map every message id to a place where it stands."""
    found = {os.strerror(number): f"errno {number}" for number in _OF_THE_SYSTEM}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for text in _messages(node):
                    found.setdefault(text, f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}")
    for path in sorted((ROOT / "api" / "web" / "templates").rglob("*.html")):
        for line, text in template_messages(path.read_text("utf-8")):
            found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    return found


def template_messages(source: str) -> Iterator[tuple[int, str]]:
    """Yield what a template gives to `_`, with the line; a name given to it comes from a table in the source."""
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name != "_":
            continue
        first = call.args[0] if call.args else None
        if isinstance(first, nodes.Const) and isinstance(first.value, str):
            yield call.lineno, first.value


def _messages(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in {"_", "BookWarning", "Fault"} or name.endswith("Error") or _is_remark(node):
            yield from _constant(node.args[0] if node.args else None)
        if name.endswith("Error"):
            for keyword in node.keywords:
                if keyword.arg in {"advice", "reason", "what"}:
                    yield from _constant(keyword.value)
    if isinstance(node, ast.AnnAssign | ast.Assign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        if names & _TOLD_FIELDS:
            yield from _constant(node.value)
        named = names & _TABLES or any(name.endswith(("_WORDS", "_WAYS")) for name in names)
        if named and isinstance(node.value, ast.Dict):
            for value in node.value.values:
                yield from _constant(value)
        if named and isinstance(node.value, ast.Tuple):
            for row in node.value.elts:
                yield from _constant(row.elts[-1] if isinstance(row, ast.Tuple) else None)


def _is_remark(node: ast.Call) -> bool:
    function = node.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "add"
        and ast.unparse(function.value).lower().endswith("remarks")
    )


def _constant(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        yield node.value
