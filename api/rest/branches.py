"""`/api/v1/branches`: where copies stand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import select

from access.catalog.record import MOST_NAME, tidy
from access.catalog.tables import Branch
from access.errors import UnknownNumberError
from access.storage.audit import record as audit
from api.rest.shapes import Shape
from api.serving.doors import CatalogReader, CatalogWriter, Number, Open
from api.serving.problems import problems

router = APIRouter(prefix="/api/v1/branches", tags=["branches"])


class BranchShape(BaseModel):
    """A branch; `code` is what records call it."""

    id: int
    code: str
    name: str


class BranchName(Shape):
    """What a branch is called."""

    name: Annotated[str, Field(max_length=MOST_NAME)]


@router.get("", summary="List branches", responses=problems())
def list_them(service: Open, _bearer: CatalogReader) -> list[BranchShape]:
    """List the branches by code; imports add those that are new to them, without a name."""
    with service.database.reading() as session:
        rows = session.scalars(select(Branch).order_by(Branch.code))
        return [BranchShape(id=row.id, code=row.code, name=row.name) for row in rows]


@router.put("/{number}", summary="Name a branch", responses=problems(404))
def rename(service: Open, bearer: CatalogWriter, number: Number, named: BranchName) -> BranchShape:
    """Give a branch its name."""
    with service.database.writing() as session:
        row = session.get(Branch, number)
        if row is None:
            raise UnknownNumberError(number=number)
        row.name = tidy(named.name)
        audit(session, bearer.actor, "branch.name", "branch", number)
        return BranchShape(id=row.id, code=row.code, name=row.name)
