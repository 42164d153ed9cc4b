"""python resume.py [--pack ../models/emoji] [--recipe small]: checkpoints from the shipped weights,
for a machine that has none.

A role whose checkpoint exists is left alone. The optimizer starts afresh; steps and minutes are
those that the manifest's provenance tells. With the CLIP comes the tokenizer it was trained with,
in place of any other: new merges would make its text encoder read noise.
"""

import argparse
import json
import re
import shutil
from pathlib import Path

import numpy as np
import torch

from packing.roles import untrained
from trainers.loop import checkpoint_path, save
from trainers.place import ROOT, recipe, work_dir
from trainers.shipped import restore

QUANTISER = ("mean", "basis", "edges", "values", "dot_edges")


def fill(role: str, whole: torch.nn.Module, folder: Path):
    """Sets what stats.bin holds of a role, and its ONNX files do not; yields the tensors'
    addresses.
    """
    entry = json.loads((folder / "model.json").read_text())["files"]["stats.bin"]["tensors"]
    raw = (folder / "stats.bin").read_bytes()
    wanted = {
        "clip": {"log_scale": "clip-log-scale"},
        "decoder": {"null": "null-embedding"},
        "autoregressive-prior": {f"quantiser.{n}": f"ar-{n.replace('_', '-')}" for n in QUANTISER},
    }
    own = whole.state_dict()
    for name, stored in wanted.get(role, {}).items():
        if stored not in entry:
            continue
        shape = entry[stored]["shape"]
        values = np.frombuffer(raw, "<f4", int(np.prod(shape)), entry[stored]["offset"])
        own[name].copy_(torch.from_numpy(values.copy()).reshape(own[name].shape))
        yield own[name].data_ptr()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pack", type=Path, default=ROOT.parent / "models" / "emoji")
    parser.add_argument("--recipe", default="small")
    given = parser.parse_args()
    told = json.loads((given.pack / "model.json").read_text())["provenance"]["trainedFor"]
    trained = {
        role: (int(steps), 60.0 * int(minutes))
        for role, steps, minutes in re.findall(r"([\w-]+) (\d+) steps (\d+) min", told)
    }
    if not checkpoint_path("clip").exists() or not (work_dir() / "tokenizer.json").exists():
        shutil.copy(given.pack / "tokenizer.json", work_dir())
    for role, whole, files in untrained(recipe(given.recipe)):
        path = checkpoint_path(role)
        if path.exists() or not all((given.pack / file).exists() for file, *_ in files):
            continue
        held = set(fill(role, whole, given.pack))
        for file, part, inputs, outputs, _ in files:
            held |= restore(part, given.pack / file, inputs, outputs)
        state = whole.state_dict()
        missing = [name for name, tensor in state.items() if tensor.data_ptr() not in held]
        step, seconds = trained.get(role, (0, 0.0))
        save(
            path,
            {"model": state, "ema": state, "optimizer": None, "step": step, "seconds": seconds},
        )
        print(f"{role}: step {step}{', not in the pack: ' + ', '.join(missing) if missing else ''}")


if __name__ == "__main__":
    main()
