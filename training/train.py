"""python train.py [ROLE ...] [--recipe small|base] [--threads N] [--minutes N] [--together]
[--everything] [--set path=value ...]

Trains one role, several, or all of them in order, or several at once. Each resumes from its
checkpoint; a finished one is skipped.
"""

import argparse
import json
import subprocess
import sys
from importlib import import_module

import torch

from data.artwork import Artwork
from data.scenes import Scenes
from trainers.place import recipe, work_dir

ORDER = [
    "clip",
    "text",
    "autoencoder",
    "decoder",
    "decoder-pixels",
    "prior",
    "upsampler-0",
    "upsampler-1",
    "autoregressive-prior",
    "evaluation-clip",
]


FILES = {
    "evaluation-clip": "clip",
    "decoder-pixels": "decoder",
    "upsampler-0": "upsampler",
    "upsampler-1": "upsampler",
    "autoregressive-prior": "autoregressive_prior",
}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("roles", nargs="*", metavar="ROLE", help=", ".join(ORDER))
    parser.add_argument("--recipe", default="small")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--minutes",
        type=float,
        help=(
            "end each role after this long (of computing, not of waiting), the learning rate "
            "falling towards the end"
        ),
    )
    parser.add_argument(
        "--together",
        action="store_true",
        help="a process for each role, all at the same time: for a GPU",
    )
    parser.add_argument(
        "--everything",
        action="store_true",
        help=(
            "train on held-out concepts too: for the weights that are shipped, after the evaluation"
        ),
    )
    parser.add_argument("--set", action="append", default=[], metavar="decoder.train.steps=9000")
    given = parser.parse_args()
    if given.together:
        own = [a for a in sys.argv[1:] if a not in given.roles and a != "--together"]
        running = {
            role: subprocess.Popen([sys.executable, __file__, role, *own]) for role in given.roles
        }
        failed = [role for role, process in running.items() if process.wait()]
        sys.exit(f"failed: {', '.join(failed)}" if failed else 0)
    torch.set_num_threads(given.threads)
    settings = recipe(given.recipe)
    for change in given.set:
        path, value = change.split("=")
        at = settings
        *parents, last = path.split(".")
        for name in parents:
            at = at[name]
        at[last] = json.loads(value)
    torch.manual_seed(settings["seed"])
    art = Artwork(work_dir() / "emoji.bin")
    scenes = Scenes(art, settings["seed"], given.everything)
    for role in given.roles or [r for r in ORDER if r in settings]:
        if given.minutes:
            settings[role]["train"]["minutes"] = given.minutes
        import_module(f"trainers.{FILES.get(role, role)}").train(art, scenes, settings, role)


if __name__ == "__main__":
    main()
