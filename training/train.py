"""python train.py [ROLE ...] [--recipe small|base] [--threads N] [--set path=value ...]

Trains one role, several, or all of them in order. Each resumes from its checkpoint; a finished one is skipped.
"""
import argparse
import json

import torch

from data.artwork import Artwork
from data.scenes import Scenes
from train.place import recipe, work_dir

ORDER = ["clip", "autoencoder", "decoder", "prior", "upsampler-0", "upsampler-1", "autoregressive-prior", "evaluation-clip"]


def trainer_of(role: str):
    """Imported one at a time, so that a role's file can be read and run alone."""
    if role in ("clip", "evaluation-clip"):
        from train.clip import train
    elif role in ("upsampler-0", "upsampler-1"):
        from train.upsampler import train
    else:
        from importlib import import_module

        return lambda art, scenes, settings: import_module(f"train.{role.replace('-', '_')}").train(art, scenes, settings)
    return lambda art, scenes, settings: train(art, scenes, settings, role)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("roles", nargs="*", default=ORDER, choices=[*ORDER, []])
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
    for role in given.roles:
        trainer_of(role)(art, scenes, settings)


if __name__ == "__main__":
    main()
