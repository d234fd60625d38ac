"""Luck: each draw is one uniform that belongs to a purpose, a thing and a visit.

The scenario is not part of the key, so two options meet the same luck.
"""

import hashlib
from typing import Final

import numpy as np

BLOCK: Final = 64
_TWO_53: Final = 2.0**53


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def uniform(seed: int, replication: int, purpose: str, thing: str, visit: int = 0) -> float:
    """The one uniform in (0, 1) that belongs to this purpose, thing and visit."""
    text = f"{seed}\x1f{replication}\x1f{purpose}\x1f{thing}\x1f{visit}"
    word = int.from_bytes(_digest(text)[:8], "little")
    return ((word >> 11) + 0.5) / _TWO_53


def knowledge_uniform(seed: int, replication: int, group: str) -> float:
    """The uniform in (0, 1) of a knowledge group, stratified over blocks of 64 replications.

    Within a block each of the 64 equal strata is met once a group (a Latin hypercube), and a
    replication's value does not depend on how many replications are run.
    """
    block, place = divmod(replication, BLOCK)
    words = np.frombuffer(_digest(f"knowledge\x1f{seed}\x1f{block}\x1f{group}"), dtype=np.uint32)
    order = np.random.Generator(np.random.Philox(np.random.SeedSequence(words.tolist())))
    stratum = int(order.permutation(BLOCK)[place])
    jitter = uniform(seed, replication, "knowledge-jitter", group)
    return (stratum + jitter) / BLOCK
