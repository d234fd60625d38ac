"""State is passive: each of its attributes is written by one module, and none is set from outside.

Types are told by names: a variable that holds a thing of the state is called as its class is, or as
the table below says. A write to an attribute of that name through any other name fails the test.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ENGINE = Path(__file__).parents[2] / "src" / "eastflank" / "engine"
STATE = ENGINE / "state"
BASES = {"Lift": "Entrant", "Entrant": "Waiter", "Consignment": "Waiter"}
CALLED = {  # names that do not say their class by themselves
    "who": "Waiter",
    "near": "Asset",
    "broken": "Consignment",
    "parted": "Consignment",
    "chosen": "Consignment",
    "turn": "Turn",
    "_world": "World",
    "area": "StorageArea",
    "behind": "Behind",
}
FORMS = {"request", "claim", "assembly", "place", "need"}  # that services fill in
IDS = {"AssetId", "FleetId", "LiftId", "LinkId", "LotId", "TerminalId"}
KEYED = {"World", "Names", "Ground", "KnownClosures"}  # where a number or an id leads to a thing
OBJECTS = {"ledger"}  # whose methods are called like those of lists
MUTATORS = {
    "add",
    "append",
    "clear",
    "discard",
    "extend",
    "insert",
    "pop",
    "popitem",
    "remove",
    "setdefault",
    "sort",
    "update",
}


class Write(NamedTuple):
    """A write to an attribute, through the last name before it, by a line of a module.

    Where that is ``self``, ``of`` is the class that it stands in.
    """

    base: str
    attribute: str
    module: str
    line: int
    of: str = ""


def snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).removeprefix("_")


def state_types() -> dict[str, tuple[str, set[str]]]:
    """The classes of the state: the module of each, and its attributes."""
    found: dict[str, tuple[str, set[str]]] = {}
    for file in [*sorted(STATE.glob("*.py")), ENGINE / "clock.py"]:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = (name_of(file), attributes(node))
    return found


def attributes(node: ast.ClassDef) -> set[str]:
    """Fields of a data class, and what a constructor sets."""
    fields = {
        each.target.id
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }
    return fields | {
        target.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)
        for target in [each]
        if isinstance(target.value, ast.Name) and target.value.id == "self"
    }


def engine_files() -> list[Path]:
    return sorted(ENGINE.rglob("*.py"))


def name_of(file: Path) -> str:
    return file.relative_to(ENGINE).as_posix()


def last_name(node: ast.expr) -> str:
    """``load.consignment`` -> ``consignment``; ``lifts[0]`` -> ``lifts``."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return last_name(node.value) if isinstance(node, ast.Subscript) else ""


def written(tree: ast.AST) -> Iterator[ast.Attribute]:
    """Attributes that are set, deleted, changed in place or changed by a method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            if isinstance(node.value, ast.Attribute):
                yield node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            changed, mutates = node.func.value, node.func.attr in MUTATORS
            if mutates and isinstance(changed, ast.Attribute) and changed.attr not in OBJECTS:
                yield changed


def writes() -> Iterator[Write]:
    """All writes of the engine but those of constructors, ``self`` named after its class."""
    for file in engine_files():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        own = {id(node): owner for owner in classes(tree) for node in ast.walk(owner)}
        built = {id(node) for start in constructors(tree) for node in ast.walk(start)}
        for node in written(tree):
            base = last_name(node.value)
            if id(node) in built and base == "self":
                continue
            of = own[id(node)].name if base == "self" else ""
            yield Write(base, node.attr, name_of(file), node.lineno, of)


def classes(tree: ast.AST) -> list[ast.ClassDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def constructors(tree: ast.AST) -> list[ast.FunctionDef]:
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return [node for node in found if node.name == "__init__"]


def owner_of(write: Write, types: dict[str, tuple[str, set[str]]]) -> str | None:
    """The class of the state whose attribute is written; None if it is of no such class."""
    if write.of:
        return write.of if write.of in types else None
    named = CALLED.get(write.base) or next((x for x in types if snake(x) == write.base), None)
    while named is not None and write.attribute not in types[named][1]:
        named = BASES.get(named)
    return named


def test_each_attribute_of_the_state_is_written_by_one_module() -> None:
    types = state_types()
    modules: dict[tuple[str, str], set[str]] = defaultdict(set)
    for write in writes():
        owner = owner_of(write, types)
        if owner is not None:
            modules[owner, write.attribute].add(write.module)

    assert len(modules) > 80
    assert {key: found for key, found in modules.items() if len(found) > 1} == {}


def test_whatever_is_written_from_outside_is_of_the_state_or_a_form_that_is_filled_in() -> None:
    """Services set their attributes in their constructors, and change only their own."""
    types = state_types()

    outside = {
        write
        for write in writes()
        if not write.of and owner_of(write, types) is None and write.base not in FORMS
        if write.module != "clock.py"  # which fills in what is SimPy's
    }

    assert outside == set()


def test_the_things_of_the_state_know_each_other_by_number_and_not_by_name() -> None:
    """Names stand in one table. Where something is remains the node of the network."""
    named = {
        (node.name, each.id)
        for file in sorted(STATE.glob("*.py"))
        for node in classes(ast.parse(file.read_text(encoding="utf-8")))
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and each.id in IDS
    }

    assert {name for name, _ in named} <= KEYED
    assert ("Names", "LinkId") in named


def test_one_module_takes_down_rows_and_none_makes_a_record() -> None:
    """Rows go to the recorder column by column; a record as an object is for readers."""
    trees = {name_of(file): ast.parse(file.read_text(encoding="utf-8")) for file in engine_files()}
    writers = {
        module
        for module, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"add", "skip"} and last_name(node.func.value) == "records"
    }
    makers = {
        module
        for module, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.alias)
        if (node.id if isinstance(node, ast.Name) else node.name) == "StageRecord"
    }

    assert writers == {"state/rows.py"}
    assert makers == set()
