"""Deliberate faults: each applies to the model as it stands, and names a test that is there."""

import re
from pathlib import Path

import pytest
from tools.faults.__main__ import Fault, read_faults

ROOT = Path(__file__).parents[2]
FAULTS = read_faults()
FORTY = 40


def name(fault: Fault) -> str:
    return fault.id


def test_there_are_forty_faults_and_each_is_another() -> None:
    assert len(FAULTS) >= FORTY
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)
    assert len({(fault.file, fault.old, fault.new) for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=name)
def test_a_fault_has_its_text_once_and_its_test(fault: Fault) -> None:
    file, _, test = fault.test.partition("::")

    assert fault.count == 1
    assert fault.old != fault.new
    assert re.search(rf"^def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
