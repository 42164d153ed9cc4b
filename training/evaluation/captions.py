"""What people type: 300 captions written before the training that they judge, and never tuned on.

Each caption names the concepts that would be right. A picture counts when one of them is among the
five labels, of all concepts, that the evaluation CLIP finds nearest; each caption is drawn from
four fixed seeds.
"""

import json
from pathlib import Path

import torch

from data.captions import name_of
from evaluation.sheet import sheet
from evaluation.subject import Finding, Share, Subject

SEEDS = 4
TOP = 5


def listed() -> dict[str, list[dict]]:
    return json.loads((Path(__file__).parent / "captions.json").read_text())


def judge_labels(s: Subject, names: list[str]) -> torch.Tensor:
    """[N,256]: each concept's label as the evaluation CLIP reads it."""
    out = []
    for k in range(0, len(names), 128):
        ids, mask = s.judge.ids(names[k : k + 128])
        found = s.pack.call(f"{s.judge.prefix}text-encoder", ids=ids, mask=mask)
        out.append(found[0] if isinstance(found, tuple) else found)
    return torch.cat(out)


def measure(s: Subject) -> Finding:
    names = [name_of(c) for c in s.art.concepts]
    index = {}
    for i, c in enumerate(s.art.concepts):
        index.setdefault(c["label"].lower(), []).append(i)
        index.setdefault(name_of(c), []).append(i)
    labels, table, pages = judge_labels(s, names), {}, {}
    for group, entries in listed().items():
        captions = [e["caption"] for e in entries]
        text, right, faces = (
            s.pack.text(captions),
            torch.zeros(len(entries), SEEDS, dtype=torch.bool),
            [],
        )
        for seed in range(SEEDS):
            made = s.pack.decode(s.pack.prior(text, seed=seed), seed=1000 * seed)
            nearest = (s.judge.image(made) @ labels.T).topk(TOP, 1).indices.tolist()
            for k, e in enumerate(entries):
                wanted = {i for label in e["right"] for i in index[label.lower()]}
                right[k, seed] = bool(wanted & set(nearest[k]))
            faces.append(made)
        table[group] = {
            "captions": len(entries),
            "pictures": right.numel(),
            "top-5": Share(right.float().mean().item()),
            "captions right at least once": Share(right.any(1).float().mean().item()),
        }
        print(
            group,
            table[group],
            "never:",
            [c for c, r in zip(captions, right.any(1).tolist()) if not r],
            flush=True,
        )
        pages[f"captions-{group}.png"] = sheet(
            torch.stack(faces, 1).flatten(0, 1),
            [c for c in captions for _ in range(SEEDS)],
            4 * 6,
            48,
        )
    text = (
        f"{sum(map(len, listed().values()))} captions that were written before training, {SEEDS} "
        "fixed seeds each, default settings. A picture is right when one of "
        f"the concepts listed for its caption (evaluation/captions.json) is among the {TOP} "
        f"labels, of {len(names)}, that {s.judge.name} finds nearest."
    )
    return Finding("Plain captions", text, {"plain captions": table}, pages)
