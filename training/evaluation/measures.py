"""What the model card reports. `pack` is the exported pack; `judge` embeds pictures and is named in the report."""
import torch

from data.artwork import on_white
from data.captions import name_of
from train.autoencoder import psnr

OPEN = ("animals-nature", "food-drink", "travel-places", "objects", "activities", "smileys-emotion")


def rows_of(art, set_name: str, held_out: bool, count: int | None = None, groups=None) -> list[int]:
    """Pictures of one set, evenly spread over its concepts."""
    style = list(art.sets).index(set_name)
    rows = [i for i in range(len(art.pictures)) if art.style[i] == style and art.held_out[i] == held_out and art.concepts[art.concept[i]]["group"] != "named"]
    rows = [i for i in rows if groups is None or art.concepts[art.concept[i]]["group"] in groups]
    return rows if count is None or len(rows) <= count else [rows[k * len(rows) // count] for k in range(count)]


def share(similar: torch.Tensor, k: int) -> float:
    """Rows whose own column is among the k most similar."""
    return ((similar > similar.diag()[:, None]).sum(1) < k).float().mean().item()


def labels(art, rows) -> list[str]:
    return [name_of(art.concepts[art.concept[i]]) for i in rows]


def retrieval(pack, art) -> dict:
    """Label → picture among all pictures of a set."""
    out = {}
    for name, set_name, held in (("trained pictures (noto)", "noto", False), ("trained pictures (twemoji)", "twemoji", False), ("held-out concepts (noto)", "noto", True), ("held-out concepts (twemoji)", "twemoji", True)):
        rows = rows_of(art, set_name, held)
        similar = pack.text(labels(art, rows))[0] @ pack.image(on_white(art.rgba[rows])).T
        out[name] = {"n": len(rows), "R@1": share(similar, 1), "R@5": share(similar, 5), "picture→text R@1": share(similar.T, 1)}
    return out


def arithmetic(pack, art) -> dict:
    """Picture of "man X" plus the mean text difference of all other pairs → picture of "woman X", among noto's people; and back."""
    style = list(art.sets).index("noto")
    people = {name_of(art.concepts[art.concept[i]]): i for i in range(len(art.pictures)) if art.style[i] == style and art.concepts[art.concept[i]]["group"] == "people-body"}
    pairs = [(name, f"wo{name}") for name in people if name.startswith("man ") and f"wo{name}" in people]
    names = list(people)
    images = pack.image(on_white(art.rgba[list(people.values())]))
    texts = pack.text(names)[0]
    at = {name: k for k, name in enumerate(names)}
    men, women = (torch.tensor([at[p[k]] for p in pairs]) for k in (0, 1))
    out = {}
    for name, a, b in (("man → woman", men, women), ("woman → man", women, men)):
        difference = texts[b] - texts[a]
        others = (difference.sum(0) - difference) / (len(pairs) - 1)
        moved = images[a] + others
        similar = torch.nn.functional.normalize(moved, dim=1) @ images.T
        similar[torch.arange(len(a)), a] = -1
        out[name] = {"n": len(pairs), "among": len(names), "R@1": (similar.argmax(1) == b).float().mean().item()}
    return out


def autoencoder(pack, art) -> dict:
    out = {}
    for name, held in (("held-out concepts", True), ("trained", False)):
        x = on_white(art.rgba[rows_of(art, "noto", held, 96) + rows_of(art, "twemoji", held, 96)])
        y = pack.call("autoencoder.decode", latent=pack.call("autoencoder.encode", x=x))
        out[name] = {"n": len(x), "PSNR": psnr(y, x)}
    return out


def pictures(pack, judge, art, count: int = 96) -> dict:
    """Figure 8 as numbers: pictures made in each way, told apart from `count` candidates by the judge."""
    out = {}
    for name, held in (("trained", False), ("held-out concepts", True)):
        rows = rows_of(art, "noto", held, count, OPEN if not held else None)
        real = on_white(art.rgba[rows])
        wanted, text = judge.image(real), pack.text(labels(art, rows))
        z = pack.image(real)
        made = {
            "image embedding": pack.decode(z),
            "diffusion prior": pack.decode(pack.prior(text)),
            "diffusion prior and caption": pack.decode(pack.prior(text), text),
            "text embedding as image": pack.decode(text[0]),
            "text embedding + mean gap": pack.decode(torch.nn.functional.normalize(text[0] + pack.tensor("stats.bin#mean-gap"), dim=1)),
            "caption only": pack.decode(None, text),
        }
        out[name] = {way: {"n": len(rows), "top-1": share(s, 1), "top-5": share(s, 5), "cosine": s.diag().mean().item()} for way, x in made.items() for s in [judge.image(x) @ wanted.T]}
    return out
