"""python prepare.py [--recipe small|base] [--install]: artwork → one picture file, captions →
tokenizer and vocabulary.

Resumable: what is there already is not made again. Needs Node 20 or newer; --install fetches the
artwork with npm.
"""

import argparse
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
from tqdm import tqdm

from data import vocabulary as sentence
from data.artwork import Artwork
from data.captions import Captions
from data.scenes import Scenes
from data.tokenizer import train_tokenizer
from trainers.place import ROOT, recipe, work_dir

SAMPLES = 300

# A style that no part is trained with. Its licence (CC-BY-SA 4.0) is why: it is looked at here, and
# nothing made of it is shipped.
FOREIGN = "@iconify-json/openmoji@1.2.29"


def install_artwork(again: bool = False) -> Path:
    home = work_dir() / "npm"
    kept = home / "package.json"
    current = kept.exists() and kept.read_bytes() == (ROOT / "package.json").read_bytes()
    if again or not current or not (home / "node_modules").exists():
        home.mkdir(exist_ok=True)
        shutil.copy(ROOT / "package.json", home)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=home, check=True)
    return home


def render(out: Path, home: Path, seed: int, *options: str):
    with (work_dir() / "render.log").open("a") as log:
        command = [
            "node",
            str(ROOT / "data" / "render.mjs"),
            str(out),
            "--root",
            str(home),
            "--seed",
            str(seed),
            *options,
        ]
        log.write(subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout)


def foreign_artwork(seed: int = 2) -> Artwork | None:
    """Pictures of a held-out style, installed and rendered at the first call; None where they
    cannot be had.
    """
    path = work_dir() / "foreign.bin"
    try:
        if not path.exists():
            home = install_artwork()
            subprocess.run(
                ["npm", "install", "--no-save", "--no-audit", "--no-fund", FOREIGN],
                cwd=home,
                check=True,
            )
            render(
                path, home, seed, "--sets", "evaluation-sets.json", "--large", "0", "--huge", "0"
            )
        return Artwork(path)
    except (OSError, subprocess.CalledProcessError) as failed:
        print(f"no held-out style: {failed}")
        return None


def vocabulary(settings: dict):
    art = Artwork(work_dir() / "emoji.bin")
    scenes, captions = Scenes(art, settings["seed"]), Captions(art)
    rng, texts = np.random.default_rng(settings["seed"]), []
    for _ in tqdm(range(SAMPLES), desc="captions"):
        texts += [
            captions.of(rng, scenes.plan(rng, int(i)))[0]
            for i in rng.choice(scenes.train, 256, p=scenes.p)
        ]
    train_tokenizer(
        texts, work_dir() / "tokenizer.json", settings["clip"]["size"]["text"]["vocabulary"]
    )


def sentence_vocabulary(settings: dict):
    """pieces.json, the vocabulary of the sentence encoder, and hints.json, where new pieces start
    from.
    """
    art = Artwork(work_dir() / "emoji.bin")
    scenes, seed, size = (
        Scenes(art, settings["seed"], True),
        settings["seed"] + 3,
        settings["text"]["pieces"],
    )
    pieces, hints = sentence.vocabulary(art, scenes, install_artwork(), seed, size)
    (work_dir() / "hints.json").write_text(json.dumps(hints, ensure_ascii=False))
    (work_dir() / "pieces.json").write_text(json.dumps(pieces, ensure_ascii=False))
    print(f"{len(pieces)} pieces, {len(hints)} with hints")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipe", default="small")
    parser.add_argument("--install", action="store_true", help="install the artwork again")
    given = parser.parse_args()
    settings = recipe(given.recipe)
    os.chdir(ROOT)
    if given.install or not (work_dir() / "emoji.bin").exists():
        data = settings["data"]
        render(
            work_dir() / "emoji.bin",
            install_artwork(given.install),
            settings["seed"],
            "--large",
            str(data["large"]),
            "--huge",
            str(data["huge"]),
        )
    if not (work_dir() / "tokenizer.json").exists():
        vocabulary(settings)
    if "text" in settings and not (work_dir() / "pieces.json").exists():
        sentence_vocabulary(settings)
    print(f"ready in {work_dir()}")


if __name__ == "__main__":
    main()
