"""One whole replication of the theatre that ships: wall time, stages, kernel events a stage."""

import resource
import time
from pathlib import Path

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.engine.run import plan_book, run
from eastflank.model.records import Records

ROOT = Path(__file__).parents[1]
QUESTION = ROOT / "experiments" / "baseline-cut.toml"
REPLICATIONS = (None, 0, 1)


def main() -> None:
    """Compile, plan, and run three replications with full records."""
    if not QUESTION.is_file():
        print(f"no theatre: {QUESTION} is not there")
        return
    start = time.perf_counter()
    scenario = compile_scenario(read_experiment(QUESTION), ROOT)
    print(
        f"\ntheatre: {len(scenario.lots)} lots, {len(scenario.links)} links, "
        f"{len(scenario.terminals)} terminals; compiled in {time.perf_counter() - start:.2f} s"
    )
    book = plan_book(scenario)
    print(
        f"{'replication':>12}{'wall s':>8}{'stages':>9}{'events':>9}{'a stage':>11}{'ms/1000':>10}"
    )
    for replication in REPLICATIONS:
        rows = Records()
        start = time.perf_counter()
        end = run(scenario, seed=1, replication=replication, records=rows, book=book)
        wall = time.perf_counter() - start
        name = "likely" if replication is None else replication
        print(
            f"{name:>12}{wall:8.2f}{end.stages:9}{end.events:9}"
            f"{end.events / end.stages:11.2f}{1e6 * wall / end.stages:10.2f}"
        )
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak_mib:.0f} MiB (the first replication also finds the routes)")


if __name__ == "__main__":
    main()
