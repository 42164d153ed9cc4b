"""python evaluate.py [--pack ../models/emoji] [--only retrieval pictures ...]: the figures of the model card, as JSON and as tables."""
import argparse
import json
from pathlib import Path

from data.artwork import Artwork
from evaluation import measures
from export.pack import Pack
from train.place import ROOT, work_dir


def table(name: str, figures: dict) -> str:
    keys = list(dict.fromkeys(k for row in figures.values() for k in row))
    show = lambda v: f"{v:.1%}" if isinstance(v, float) and abs(v) <= 1 else f"{v:.1f}" if isinstance(v, float) else str(v)
    lines = [f"| {name} | {' | '.join(keys)} |", "|" + "---|" * (len(keys) + 1)]
    return "\n".join(lines + [f"| {row} | {' | '.join(show(v[k]) for k in keys)} |" for row, v in figures.items()])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, default=ROOT.parent / "models" / "emoji")
    parser.add_argument("--only", nargs="*", default=["retrieval", "arithmetic", "autoencoder", "pictures"])
    parser.add_argument("--count", type=int, default=96, help="pictures that the judge tells apart")
    given = parser.parse_args()
    pack, art = Pack(given.pack), Artwork(work_dir() / "emoji.bin")
    report = {}
    for name in given.only:
        figures = measures.pictures(pack, pack, art, given.count) if name == "pictures" else getattr(measures, name)(pack, art)
        report[name] = figures
        for title, rows in figures.items() if name == "pictures" else [(name, figures)]:
            print(table(title, rows), "\n", flush=True)
    (work_dir() / "evaluation.json").write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
