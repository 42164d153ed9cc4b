"""python average.py ROLE CHECKPOINT [CHECKPOINT ...]: the mean of a role's current checkpoint and
others of the same role becomes its checkpoint.

The mean of weights along one training, or of runs that began from one another, draws better than
each of them (Wortsman et al. 2022). The optimizer, steps and minutes stay those of the current
checkpoint.
"""

import argparse
from pathlib import Path

import torch

from trainers.loop import checkpoint_path, save


def mean(states: list[dict]) -> dict:
    """The mean of state dicts with the same names; what is not floating point is the first's."""
    first = states[0]
    return {
        name: torch.stack([s[name] for s in states]).mean(0)
        if first[name].is_floating_point()
        else first[name]
        for name in first
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("role")
    parser.add_argument("checkpoints", nargs="+", type=Path, metavar="CHECKPOINT")
    given = parser.parse_args()
    path = checkpoint_path(given.role)
    current, *others = (
        torch.load(p, map_location="cpu", weights_only=True) for p in (path, *given.checkpoints)
    )
    weights = mean([s["ema"] for s in (current, *others)])
    save(path, {**current, "model": weights, "ema": weights})
    print(f"{given.role}: mean of {1 + len(others)} checkpoints, step {current['step']}")


if __name__ == "__main__":
    main()
