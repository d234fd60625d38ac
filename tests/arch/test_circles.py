"""No two modules import each other, neither at once nor by way of others."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import networkx as nx

SOURCE = Path(__file__).parents[2] / "src"


def modules() -> dict[str, Path]:
    """The modules of the package by their dotted names."""
    return {
        ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): file
        for file in sorted(SOURCE.rglob("*.py"))
    }


def imported(tree: ast.AST, known: Mapping[str, Path]) -> Iterator[str]:
    """What a module imports of the package, for types alone and inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def circles(graph: "nx.DiGraph[str]") -> list[list[str]]:
    """Groups of modules of which each reaches each other one."""
    found = nx.strongly_connected_components(graph)
    return sorted(sorted(group) for group in found if len(group) > 1)


def imports() -> "nx.DiGraph[str]":
    known = modules()
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(known)
    for name, file in known.items():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        used = set(imported(tree, known)) & known.keys() - {name}
        graph.add_edges_from((name, other) for other in used)
    return graph


def test_the_largest_circle_of_modules_is_one_module() -> None:
    graph = imports()

    assert graph.number_of_edges() > graph.number_of_nodes()
    assert circles(graph) == []


def test_a_circle_is_found_through_types_and_functions() -> None:
    known = {name: Path() for name in ("a", "b", "c")}
    sources = {
        "a": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from b import thing\n",
        "b": "def late():\n    import c\n",
        "c": "from a import other\n",
    }
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, source in sources.items():
        graph.add_edges_from((name, other) for other in imported(ast.parse(source), known))

    assert circles(graph) == [["a", "b", "c"]]
