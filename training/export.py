"""python export.py [--recipe small|base] [--out ../models/emoji]: checkpoints → model pack, checked
against PyTorch.

Files are made aside and moved over one by one, the manifest last.
"""

import argparse
import datetime
import json
import logging
import shutil
import tarfile
import tempfile
import warnings
from pathlib import Path

from data.artwork import Artwork
from data.words import trained_words
from model.clip import Clip
from model.decoder import Decoder
from packing import manifest, onnx_file, statistics
from packing.roles import roles
from trainers.autoregressive_prior import Both
from trainers.loop import checkpoint_path, load
from trainers.place import ROOT, recipe, work_dir


def provenance(settings: dict) -> dict:
    import torch

    minutes = []
    for role in (
        "clip",
        "autoencoder",
        "decoder",
        "prior",
        "upsampler-0",
        "upsampler-1",
        "autoregressive-prior",
        "evaluation-clip",
    ):
        if checkpoint_path(role).exists():
            state = torch.load(checkpoint_path(role), map_location="cpu", weights_only=True)
            minutes.append(f"{role} {state['step']} steps {state['seconds'] / 60:.0f} min")
    return {
        "recipe": settings["name"],
        "hardware": settings["hardware"],
        "trainedFor": ", ".join(minutes),
        "date": datetime.date.today().isoformat(),
    }


def shards(pack: Path, to: Path, most: int = 16_000_000):
    """The pack in pieces, for machines that give files back only so large."""
    with tempfile.TemporaryFile() as whole:
        with tarfile.open(fileobj=whole, mode="w") as tar:
            tar.add(pack, arcname=".")
        to.mkdir(parents=True, exist_ok=True)
        whole.seek(0)
        for k, piece in enumerate(iter(lambda: whole.read(most), b"")):
            (to / f"pack.tar.{k}").write_bytes(piece)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipe", default="small")
    parser.add_argument("--out", type=Path, default=ROOT.parent / "models" / "emoji")
    parser.add_argument(
        "--shards",
        type=Path,
        metavar="DIR",
        help=(
            "also write the pack as pack.tar.0, .1, … of at most 16 MB; `cat pack.tar.* | tar x` "
            "joins them"
        ),
    )
    given = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    settings, out, full = recipe(given.recipe), work_dir() / "pack", work_dir() / "full"
    for folder in (out, full):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    art, clip = Artwork(work_dir() / "emoji.bin"), load("clip", Clip(**settings["clip"]["size"]))
    pictures, report = statistics.Pictures(clip, art), {}
    for file, network, inputs, outputs, eight_bit in roles(settings, pictures.spread):
        report[file] = onnx_file.write(network, out / file, full / file, inputs, outputs, eight_bit)
        print(
            f"{file:26} {(out / file).stat().st_size / 1e6:6.2f} MB  PyTorch "
            f"{report[file]['difference']:.0e}  storage {report[file]['storage_error']:.0e}",
            flush=True,
        )
    decoder = load("decoder", Decoder(**settings["decoder"]["size"]))
    shutil.copy(work_dir() / "tokenizer.json", out)
    shutil.copy(given.out / "LICENSE.md", out)
    (out / "words.json").write_text(
        json.dumps(trained_words(art, settings["seed"]), ensure_ascii=False) + "\n"
    )
    quantiser = (
        load("autoregressive-prior", Both(settings["autoregressive-prior"]["size"])).quantiser
        if checkpoint_path("autoregressive-prior").exists()
        else None
    )
    tensors, total_variance, null_dot = statistics.write(
        clip, decoder.null.detach(), quantiser, art, pictures, out / "tokenizer.json", out
    )
    manifest.write(
        out, settings, provenance(settings), tensors, total_variance, clip.scale().item(), null_dot
    )
    (work_dir() / "export.json").write_text(json.dumps(report, indent=1))
    given.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(out.iterdir(), key=lambda p: p.name == "model.json"):
        part = given.out / f".{path.name}.part"
        shutil.copy(path, part)
        part.replace(given.out / path.name)
    if given.shards:
        shards(given.out, given.shards)
    print(f"{given.out}: {sum(p.stat().st_size for p in out.iterdir()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
