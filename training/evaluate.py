"""python evaluate.py [--pack ../models/emoji] [--only retrieval ways ...]: measures an exported
pack and writes its model card's figures.

Sections are kept in evaluation.json of the working folder, so that --only replaces one and leaves
the others.
"""

import argparse
import json
from importlib import import_module
from pathlib import Path

from data.artwork import Artwork
from evaluation import card
from evaluation.subject import Judge, Subject
from packing.pack import Pack
from prepare import foreign_artwork
from trainers.place import ROOT, work_dir

SECTIONS = [
    "retrieval",
    "captions",
    "arithmetic",
    "reconstruction",
    "ways",
    "sweep",
    "pca",
    "storage",
    "contact",
]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pack", type=Path, default=ROOT.parent / "models" / "emoji")
    parser.add_argument("--only", nargs="*", default=SECTIONS, choices=SECTIONS)
    parser.add_argument("--count", type=int, default=96, help="pictures that the judge tells apart")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    pack = Pack(given.pack, given.threads)
    subject = Subject(
        pack,
        Judge(pack),
        Artwork(work_dir() / "emoji.bin"),
        foreign_artwork() if "retrieval" in given.only else None,
        given.pack,
        given.count,
    )
    kept_at = work_dir() / "evaluation.json"
    kept = json.loads(kept_at.read_text()) if kept_at.exists() else {}
    for name in given.only:
        found = import_module(f"evaluation.{name}").measure(subject)
        card.save_pictures(found, given.pack)
        kept[name] = {"markdown": card.markdown(found), "tables": found.tables}
        kept_at.write_text(json.dumps(kept, indent=1, ensure_ascii=False))
        print(kept[name]["markdown"], "\n", flush=True)
    card.put(
        given.pack / "MODEL_CARD.md", [kept[name]["markdown"] for name in SECTIONS if name in kept]
    )


if __name__ == "__main__":
    main()
