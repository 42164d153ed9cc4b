"""CLIP by multi-positive InfoNCE: a caption may match several pictures of the batch, and a picture
several captions.
"""

import numpy as np
import torch

from data.artwork import on_white
from data.captions import Captions, name_of
from data.scenes import Chances, Scene
from data.tokenizer import TextIds
from model.clip import Clip
from trainers.loop import fit
from trainers.place import autocast, device, work_dir


def matches(art, scenes: list[Scene], styled: list[bool]) -> torch.Tensor:
    """bool [texts, pictures]: same concept, colour and composition, same background, and same style
    where the caption names it.
    """
    thing = [
        f"{art.concept[s.picture]}/{s.colours[:1] if s.recoloured else ''}"
        f"/{k if s.other is not None else ''}/{s.background}"
        for k, s in enumerate(scenes)
    ]
    _, code = np.unique(thing, return_inverse=True)
    style = art.style[[s.picture for s in scenes]]
    same = code[:, None] == code[None]
    return torch.from_numpy(same & (~np.array(styled)[:, None] | (style[:, None] == style[None])))


def contrast(logits, positive):
    """Cross entropy against equal shares of the positives, both ways."""
    loss = 0
    for logit, p in ((logits, positive), (logits.T, positive.T)):
        share = p.float() / p.float().sum(1, keepdim=True)
        loss = loss - (share * logit.log_softmax(1)).sum(1).mean() / 2
    return loss


@torch.no_grad()
def retrieval(model, art, ids: TextIds, rows: list[int]) -> dict:
    """Label → picture and back among `rows`: shares of right first and right in five."""
    texts, mask = ids([name_of(art.concepts[art.concept[i]]) for i in rows])
    t = torch.cat(
        [
            model.text(texts[k : k + 256].to(device()), mask[k : k + 256].to(device()))[0]
            for k in range(0, len(rows), 256)
        ]
    )
    i = torch.cat(
        [
            model.image(on_white(art.rgba[rows[k : k + 256]]).to(device()))
            for k in range(0, len(rows), 256)
        ]
    )
    s = t @ i.T
    rank = (s > s.diag()[:, None]).sum(1)
    back = (s.diag()[:, None] < s.T).sum(1)
    return {
        "n": len(rows),
        "r1": (rank < 1).float().mean().item(),
        "r5": (rank < 5).float().mean().item(),
        "back_r1": (back < 1).float().mean().item(),
    }


def train(art, scenes, recipe, role: str = "clip"):
    plan = recipe[role]["train"]
    captions, ids = Captions(art), TextIds(work_dir() / "tokenizer.json")
    scenes.p, scenes.chances = (
        scenes.shares(plan.get("diet", {})),
        Chances(**plan.get("chances", {})),
    )
    noto = list(art.sets).index("noto")
    seen = [
        i
        for i in range(len(art.pictures))
        if art.style[i] == noto
        and not art.held_out[i]
        and art.concepts[art.concept[i]]["group"] != "named"
    ]
    held = [i for i in range(len(art.pictures)) if art.style[i] == noto and art.held_out[i]]

    def loss_of(model, step):
        x, drawn = scenes.draw(step, plan["batch"], device())
        rng = np.random.default_rng([recipe["seed"], step, 1])
        texts, styled = zip(*(captions.of(rng, s) for s in drawn))
        tokens, mask = ids(list(texts), short=True)
        x = x.contiguous(memory_format=torch.channels_last)
        with autocast():
            t, _ = model.text(tokens.to(device()), mask.to(device()))
            i = model.image(x)
        return contrast(model.scale() * t @ i.T, matches(art, drawn, styled).to(device())), {
            "scale": round(model.scale().item(), 1)
        }

    def measure(ema, step):
        return {
            name: {k: round(v, 3) for k, v in retrieval(ema, art, ids, rows).items()}
            for name, rows in (("noto", seen), ("held_out", held))
        }

    torch.manual_seed(plan.get("seed", recipe["seed"]))
    fit(role, Clip(**recipe[role]["size"]), plan, loss_of, measure)
