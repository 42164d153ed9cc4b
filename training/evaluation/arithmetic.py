"""Arithmetic on embeddings: man ⇄ woman by the mean text difference, and analogies that a person
would try.
"""

import torch
import torch.nn.functional as F

from data.artwork import on_white
from data.captions import name_of
from evaluation.sheet import sheet
from evaluation.subject import Finding, Share, Subject

ANALOGIES = [
    ("red heart", "a red heart", "a blue heart"),
    ("red apple", "a red apple", "a green apple"),
    ("grinning face", "a face", "a cat face"),
    ("cat face", "a smiling face", "a crying face"),
    ("automobile", "a car", "a bus"),
]
TEMPLATES = ["{}", "emoji of {}", "{}, flat style", "a picture of {}"]


def people(s: Subject) -> dict:
    """Picture of "man X" plus the mean text difference of all OTHER pairs → picture of "woman X"
    among noto's people; and back.
    """
    art, style = s.art, list(s.art.sets).index("noto")
    found = {
        name_of(art.concepts[art.concept[i]]): i
        for i in range(len(art.pictures))
        if art.style[i] == style and art.concepts[art.concept[i]]["group"] == "people-body"
    }
    pairs = [
        (name, f"wo{name}") for name in found if name.startswith("man ") and f"wo{name}" in found
    ]
    names = list(found)
    at = {name: k for k, name in enumerate(names)}
    images, texts = s.pack.image(on_white(art.rgba[list(found.values())])), s.pack.text(names)[0]
    men, women = (torch.tensor([at[p[k]] for p in pairs]) for k in (0, 1))
    table = {}
    for name, a, b in (("man → woman", men, women), ("woman → man", women, men)):
        difference = texts[b] - texts[a]
        others = (difference.sum(0) - difference) / (len(pairs) - 1)
        similar = F.normalize(images[a] + others, dim=1) @ images.T
        similar[torch.arange(len(a)), a] = -1
        table[name] = {
            "n": len(pairs),
            "among": len(names),
            "R@1": Share((similar.argmax(1) == b).float().mean().item()),
        }
    return table


def analogies(s: Subject):
    """Picture of A + text(C) − text(B), averaged over templates, decoded; with the concepts it lies
    nearest to.
    """
    concepts, table = F.normalize(s.pack.tensor("concepts.bin#image"), dim=1), {}
    known = s.pack.concepts()
    faces, captions = [], []
    for label, less, more in ANALOGIES:
        real = on_white(s.art.rgba[[s.art.of(label, "noto")]])
        z = s.pack.image(real)
        difference = torch.stack(
            [s.pack.text([t.format(more)])[0] - s.pack.text([t.format(less)])[0] for t in TEMPLATES]
        ).mean(0)
        moved = F.normalize(z + difference, dim=1)
        near = (moved @ concepts.T)[0].topk(3).indices.tolist()
        table[f"{label} − “{less}” + “{more}”"] = {
            "nearest concepts": ", ".join(known[k]["label"] for k in near)
        }
        faces += [real[0], s.pack.decode(z)[0], s.pack.decode(moved)[0]]
        captions += [label, "decoded", f"+ {more}"]
    return table, sheet(torch.stack(faces), captions, 6)


def measure(s: Subject) -> Finding:
    table, page = analogies(s)
    text = (
        "A picture's embedding plus the mean text difference of all other pairs, among noto's "
        "people. Below: picture, decoded, decoded after the arithmetic, seed 0."
    )
    return Finding(
        "Arithmetic", text, {"arithmetic": people(s), "analogy": table}, {"analogies.png": page}
    )
