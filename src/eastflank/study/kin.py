"""Kin: of which question an experiment is the cut, and of which it is a variant."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.config import Experiment, read_experiment
from eastflank.config.layers import label
from eastflank.model.errors import CollectedError
from eastflank.store.identity import question_of
from eastflank.study.case import Case

OF_THE_CUT: Final = ("disruptions", "policy.cut", "policy.caught")  # not set in the open question


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """The digest of what is asked, whatever is cut, and the files of which it is cut or variant."""

    question: str
    cut_of: str = ""
    variant_of: str = ""


def kin_of(case: Case) -> Kin:
    """The nearest open question, and the nearest other one, among the files that this one extends.

    Where the open question is in no file that it extends, the digest alone tells whose cut it is.
    """
    question = question_of(case.experiment.resolved())
    known = [(file, base, question_of(base.resolved())) for file, base in _extended(case)]
    is_cut = bool(case.experiment.disruptions)
    opens = [
        file for file, base, asked in known if is_cut and asked == question and not base.disruptions
    ]
    others = [file for file, _, asked in known if asked != question]
    return Kin(
        question=question,
        cut_of=_name(opens, case.root),
        variant_of=_name(others, case.root),
    )


def _extended(case: Case) -> Iterator[tuple[Path, Experiment]]:
    """The files that an experiment extends, the nearest first, as far as each stands alone."""
    sets = [each for each in case.sets if not each.startswith(OF_THE_CUT)]
    for file in case.experiment.files[1:]:
        try:
            yield file, read_experiment(file, sets)
        except CollectedError:
            continue


def _name(files: list[Path], root: Path) -> str:
    return label(files[0], root.resolve()) if files else ""
