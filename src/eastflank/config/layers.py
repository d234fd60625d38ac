"""Layers: TOML files that extend each other, merged, with the origin of every key."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeGuard

from eastflank.config.keys import spell_alike
from eastflank.config.project import experiments_of, project_root, resolved, shipped_root
from eastflank.config.toml import TOMLError, parse_toml
from eastflank.model.errors import PlannerError
from eastflank.model.spelling import is_utf16, nearest

Key = tuple[str | int, ...]
Tree = dict[str, Any]


@dataclass(slots=True)
class Merged:
    """The merged content and, for every value, the file that gave it."""

    content: Tree = field(default_factory=dict)
    origins: dict[Key, str] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    errors: list[PlannerError] = field(default_factory=list)

    def origin(self, key: Key) -> str:
        """The file that gave this key, or the nearest key above it."""
        return origin_of(self.origins, key)


def origin_of(origins: Mapping[Key, str], key: Key) -> str:
    """The file or the set that gave a key, or the nearest key above it.

    Of a table that several have given keys of, it is the file that was asked for.
    """
    inside = {origin for given, origin in origins.items() if given[: len(key)] == key}
    if inside and key:
        return inside.pop() if len(inside) == 1 else origins.get((), "")
    above = (key[:length] for length in range(len(key), -1, -1))
    return next((origins[each] for each in above if each in origins), "")


def label(path: Path, root: Path) -> str:
    """A file as messages name it: relative to the project where it lies inside."""
    path = path.resolve()
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def read_layers(path: Path) -> Merged:
    """Read a file and all that it extends; the nearer file wins."""
    merged = Merged()
    layers = _chain(resolved(path), project_root(path))
    merged.files = tuple(file for file, _, _ in layers)
    for _, name, content in reversed(layers):
        merged.errors += _bad_lists(content, name)
        merged.errors += _keys_twice(content, name)
        merge(merged, content, name)
    merged.origins[()] = layers[0][1]
    return merged


def merge(merged: Merged, content: Mapping[str, Any], origin: str) -> None:
    """Lay ``content`` over what is merged already."""
    merge_table(merged.content, content, (), merged.origins, origin)


def _chain(path: Path, root: Path) -> list[tuple[Path, str, Tree]]:
    layers: list[tuple[Path, str, Tree]] = []
    where = label(path, root)
    while True:
        seen = [file for file, _, _ in layers]
        if path in seen:
            raise _circle([name for _, name, _ in layers[seen.index(path) :]])
        content = _load(path, root, where)
        base = content.pop("extends", None)
        layers.append((path, label(path, root), content))
        if base is None:
            return layers
        where = f"{layers[-1][1]}, extends"
        if not isinstance(base, str) or "\0" in base:
            raise PlannerError(where=where, found=f"{base!r} is not the name of a file.")
        path = _extended(path.parent / base, root)


def _extended(path: Path, root: Path) -> Path:
    """The file that another builds on: beside it, or shipped where the file is of no project."""
    if not path.is_file() and root == shipped_root():
        return experiments_of(root).get(path.stem, path).resolve()
    return path.resolve()


def _circle(names: list[str]) -> PlannerError:
    return PlannerError(
        where=f"{names[-1]}, extends",
        found=f"the files extend each other in a circle: {' -> '.join([*names, names[0]])}.",
        right="One of them must stand alone.",
    )


def _load(path: Path, root: Path, where: str) -> Tree:
    if not path.is_file():
        raise _no_file(path, root, where)
    name, raw = label(path, root), path.read_bytes()
    if is_utf16(raw):
        raise PlannerError(where=name, found="the file is UTF-16.", right="Save it in UTF-8.")
    try:
        return parse_toml(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise PlannerError(
            where=f"{name}, line {row}",
            found=f"the byte 0x{error.object[error.start]:02x} is not UTF-8.",
            right="Save the file in UTF-8.",
        ) from None
    except TOMLError as error:
        raise PlannerError(where=name, found=f"not TOML: {error}.") from None


def _no_file(path: Path, root: Path, where: str) -> PlannerError:
    """What was looked for, where, and what is spelt like it: beside it, else in the project."""
    beside = sorted(path.parent.glob("*.toml"))
    known = {file.stem: file.name for file in (*beside, *experiments_of(root).values())}
    close = nearest(path.stem, known)
    outside = "" if path.is_relative_to(root) else f"Looked also in {root / 'experiments'}."
    return PlannerError(
        where=where,
        found=f"there is no file {label(path, root)}.",
        right=outside,
        near=known[close] if close else None,
    )


def merge_table(
    base: Tree, over: Mapping[str, Any], key: Key, origins: dict[Key, str], origin: str
) -> None:
    """Lay one table over another, key by key; ``key`` is where they stand."""
    for name, value in over.items():
        here = (*key, name)
        old = base.get(name)
        if isinstance(value, dict):
            base[name] = old if isinstance(old, dict) else {}
            merge_table(base[name], value, here, origins, origin)
        elif _is_tables(value):
            base[name] = [*old] if _is_tables(old) else []
            _merge_list(base[name], value, here, origins, origin)
        else:
            base[name] = value
        if not isinstance(old, dict | list) or not isinstance(value, dict | list):
            origins[here] = origin


def _merge_list(
    base: list[Tree], over: Sequence[Tree], key: Key, origins: dict[Key, str], origin: str
) -> None:
    """Tables with an id that is there already are laid over it; others come after."""
    for item in over:
        ids = [old.get("id") for old in base]
        known = "id" in item and item["id"] in ids
        place = ids.index(item["id"]) if known else len(base)
        if not known:
            base.append({})
            origins[(*key, place)] = origin
        merge_table(base[place], item, (*key, place), origins, origin)


def _is_tables(value: object) -> TypeGuard[list[Tree]]:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _bad_lists(content: Tree, name: str, key: str = "") -> Iterator[PlannerError]:
    """Lists that cannot be merged, because two of their tables have one id."""
    for part, value in content.items():
        here = f"{key}.{part}" if key else part
        if isinstance(value, dict):
            yield from _bad_lists(value, name, here)
        elif _is_tables(value):
            yield from _bad_ids(value, f"{name}, {here}")


def _keys_twice(content: Tree, name: str) -> Iterator[PlannerError]:
    """Keys of a sweep that one file has in two spellings; afterwards all have the same."""
    for key in spell_alike(content):
        yield PlannerError(
            where=f"{name}, {key}",
            found="the key stands there twice, in two spellings.",
            right="Give it once.",
        )


def _bad_ids(items: list[Tree], where: str) -> Iterator[PlannerError]:
    ids = [item.get("id") for item in items]
    for place, found in enumerate(ids):
        if found is not None and ids.index(found) < place:
            yield PlannerError(
                where=f"{where}[{place}]",
                found=f"the id {found!r} stands there twice.",
                right="Give each table its own id.",
            )
