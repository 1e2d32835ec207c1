"""Small rows that hang on others, read in the statement of those: one query instead of one per table.

    along(Placement.objects.visible_to(user), "interruptions", Branch("supervisors", related=("user",)))

They come as JSON and are put where `prefetch_related` puts them: `placement.supervisors.all()` asks nothing more, and
`prefetch_related` leaves them alone. For the few short rows of a page; long lists and long texts stay with
`prefetch_related`, whose rows are not made twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Field, JSONField, Model, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.db.models.query import ModelIterable

Rows = TypeVar("Rows", bound=QuerySet[Any])
# What rows point at, step by step: {"placement_site": {"site": {}}}.
Tree = dict[str, Any]


@dataclass(frozen=True)
class Branch:
    """Rows to bring.

    `path` is a relation to many rows, or one of something that the query selects as well (`placement__supervisors`).
    `related` names what each row points at and brings; `branches` hang on the rows themselves. With `where` they are
    not all of the relation's rows: `to` names the attribute that holds the list.
    """

    path: str
    related: tuple[str, ...] = ()
    branches: tuple[Branch | str, ...] = ()
    where: Q | None = None
    to: str = ""


def along(rows: Rows, *branches: Branch | str) -> Rows:
    """The same rows with those branches; asks nothing yet, and may be filtered and ordered further."""
    known: tuple[_Hung, ...] = getattr(rows._iterable_class, "hung", ())
    fresh = tuple(_Hung(rows.model, one) for one in branches)
    found = rows.annotate(**{one.annotation: one.rows() for one in fresh})
    found._iterable_class = type("RowsWithBranches", (_RowsWithBranches,), {"hung": (*known, *fresh)})
    return found


def came_with(row: Model, relation: str) -> bool:
    """Whether the rows of that relation were read with this one, and are asked for no more."""
    return relation in getattr(row, "_prefetched_objects_cache", ())


class _RowsWithBranches(ModelIterable):  # type: ignore[type-arg]
    hung: tuple[_Hung, ...] = ()

    def __iter__(self) -> Iterator[Any]:
        for row in super().__iter__():
            for one in self.hung:
                one.attach(row, row.__dict__.pop(one.annotation), self.queryset.db)
            yield row


class _Exact(json.JSONDecoder):
    """Fractions as the columns hold them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "parse_float": Decimal})


class _Object(JSONObject):
    output_field = JSONField(decoder=_Exact)


class _Hung:
    """One branch on one model: the subquery that reads it, and the rows made of what it found."""

    def __init__(self, model: type[Model], branch: Branch | str) -> None:
        self.branch = branch if isinstance(branch, Branch) else Branch(branch)
        *self.way, name = self.branch.path.split("__")
        for step in self.way:
            model = _target(model, step)
        self.relation: Any = model._meta.get_field(name)
        if not (self.relation.one_to_many or self.relation.many_to_many):
            raise ValueError(f"{model.__name__}.{name} does not lead to many rows")
        self.annotation = f"along_{self.branch.path.replace('__', '_')}"

    @cached_property
    def model(self) -> type[Model]:
        return self.relation.related_model  # type: ignore[no-any-return]

    @cached_property
    def hung(self) -> tuple[_Hung, ...]:
        return tuple(_Hung(self.model, one) for one in self.branch.branches)

    @cached_property
    def tree(self) -> Tree:
        tree: Tree = {}
        for path in self.branch.related:
            here = tree
            for step in path.split("__"):
                here = here.setdefault(step, {})
        return tree

    def rows(self, prefix: str = "") -> ArraySubquery:
        """The subquery; `prefix` leads from the outer rows to the owner of this branch."""
        owner = OuterRef(prefix + "__".join([*self.way, "pk"]))
        if self.relation.many_to_many:
            through = self.relation.remote_field.through
            rows = through._base_manager.filter(**{self.relation.m2m_field_name(): owner})
            inside = f"{self.relation.m2m_reverse_field_name()}__"
        else:
            rows, inside = self.model._default_manager.filter(**{self.relation.field.name: owner}), ""
        if self.branch.where is not None:
            rows = rows.filter(self.branch.where)
        rows = rows.order_by(*(_ordered(one, inside) for one in self.model._meta.ordering or ()))
        columns = {one.annotation: one.rows(inside) for one in self.hung}
        return ArraySubquery(rows.values(row=_Object(**_columns(self.model, inside, self.tree), **columns)))

    def attach(self, owner: Any, found: list[dict[str, Any]], database: str) -> None:
        for step in self.way:
            owner = getattr(owner, step)
            if owner is None:
                return
        rows = [self.made(data, database) for data in found]
        if not self.relation.many_to_many:
            for row in rows:
                self.relation.field.set_cached_value(row, owner)
        if self.branch.to:
            setattr(owner, self.branch.to, rows)
            return
        name = self.relation.name if self.relation.many_to_many else self.relation.get_accessor_name()
        known = getattr(owner, name).all()
        known._result_cache, known._prefetch_done = rows, True
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known

    def made(self, data: dict[str, Any], database: str) -> Any:
        row = _made(self.model, data, self.tree, database)
        for one in self.hung:
            one.attach(row, data[one.annotation], database)
        return row


def _target(model: type[Model], step: str) -> type[Model]:
    return model._meta.get_field(step).related_model  # type: ignore[return-value]


def _ordered(name: Any, prefix: str) -> str:
    return f"-{prefix}{name[1:]}" if name.startswith("-") else f"{prefix}{name}"


def _columns(model: type[Model], prefix: str, tree: Tree) -> dict[str, Any]:
    columns: dict[str, Any] = {field.attname: F(prefix + field.attname) for field in model._meta.concrete_fields}
    for step, deeper in tree.items():
        columns[step] = _Object(**_columns(_target(model, step), f"{prefix}{step}__", deeper))
    return columns


def _made(model: type[Model], data: dict[str, Any], tree: Tree, database: str) -> Any:
    fields = model._meta.concrete_fields
    row = model.from_db(database, [one.attname for one in fields], [_value(one, data[one.attname]) for one in fields])
    for step, deeper in tree.items():
        target = _target(model, step)
        pointed = data[step] if data[step][target._meta.pk.attname] is not None else None  # type: ignore[union-attr]
        relation: Any = model._meta.get_field(step)
        relation.set_cached_value(row, pointed and _made(target, pointed, deeper, database))
    return row


def _value(field: Field[Any, Any], data: Any) -> Any:
    return None if data is None else field.to_python(data)
