"""Figure 8 of the paper as a table and a picture: what conditions the decoder, judged among `count`
candidates.
"""

import torch
import torch.nn.functional as F

from data.artwork import on_white
from evaluation.sheet import sheet
from evaluation.subject import OPEN, Finding, Subject, labels, rows_of, share


def embeddings(s: Subject, text, z) -> dict:
    """Each way's arguments for decode: (embedding or None, encoded text or None)."""
    ways = {
        "caption only": (None, text),
        "text embedding as image": (text[0], text),
        "text embedding + mean gap": (
            F.normalize(text[0] + s.pack.tensor("stats.bin#mean-gap"), dim=1),
            text,
        ),
        "diffusion prior": (s.pack.prior(text), None),
        "diffusion prior and caption": (s.pack.prior(text), text),
    }
    if "autoregressive-prior" in s.pack.manifest["roles"]:
        ways["autoregressive prior"] = (s.pack.autoregressive_prior(text), None)
    return {**ways, "image embedding (upper bound)": (z, None)}


def measure(s: Subject) -> Finding:
    tables, faces, captions = {}, [], []
    for name, held in (("trained concepts", False), ("held-out concepts", True)):
        rows = rows_of(s.art, "noto", held, s.count, None if held else OPEN)
        real, names = on_white(s.art.rgba[rows]), labels(s.art, rows)
        wanted, text = s.judge.image(real), s.pack.text(names)
        table, some = {}, range(0, len(rows), max(1, len(rows) // 6))
        some = list(some)[:6]
        if not held:
            faces, captions = [real[k] for k in some], [names[k] for k in some]
        for way, (z, told) in embeddings(s, text, s.pack.image(real)).items():
            made = s.pack.decode(z, told)
            similar = s.judge.image(made) @ wanted.T
            table[way] = {
                "n = candidates": len(rows),
                "top-1": share(similar, 1),
                "top-5": share(similar, 5),
                "cosine": round(similar.diag().mean().item(), 3),
            }
            if not held:
                faces, captions = faces + [made[k] for k in some], captions + [way] * len(some)
        tables[name] = table
    return Finding(
        "Text → picture, by each way",
        f"Plain labels, noto, {s.pack.steps} steps, default guidance, fixed seeds; told apart by "
        f"{s.judge.name}. Trained concepts are faces, animals, food, places and objects; "
        "held-out ones are of all groups, people and flags among them. First row of the "
        "picture: the artwork.",
        tables,
        {"ways.png": sheet(torch.stack(faces), captions, 6, 96)},
    )
