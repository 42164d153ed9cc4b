"""python train.py [ROLE ...] [--recipe small|base] [--threads N] [--set path=value ...]

Trains one role, several, or all of them in order. Each resumes from its checkpoint; a finished one is skipped.
"""
import argparse
import json
from importlib import import_module

import torch

from data.artwork import Artwork
from data.scenes import Scenes
from train.place import recipe, work_dir

ORDER = ["clip", "autoencoder", "decoder", "decoder-pixels", "prior", "upsampler-0", "upsampler-1", "autoregressive-prior", "evaluation-clip"]


FILES = {"evaluation-clip": "clip", "decoder-pixels": "decoder", "upsampler-0": "upsampler", "upsampler-1": "upsampler", "autoregressive-prior": "autoregressive_prior"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("roles", nargs="*", metavar="ROLE", help=", ".join(ORDER))
    parser.add_argument("--recipe", default="small")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="decoder.train.steps=9000")
    given = parser.parse_args()
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
    scenes = Scenes(art, settings["seed"])
    for role in given.roles or [r for r in ORDER if r in settings]:
        import_module(f"train.{FILES.get(role, role)}").train(art, scenes, settings, role)


if __name__ == "__main__":
    main()
