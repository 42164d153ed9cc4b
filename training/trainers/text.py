"""The text encoder alone, on a sentence encoder that was trained on English: the image encoder is
locked (LiT, arXiv 2111.07991).
"""

import json

import numpy as np
import torch

from data.artwork import on_white
from data.captions import Captions, name_of
from data.japanese import Japanese
from data.scenes import Chances
from data.sentence import build, fill
from model.clip import Clip
from model.sentence_encoder import SentenceEncoder
from trainers.clip import contrast, matches
from trainers.loop import fit, load
from trainers.place import autocast, device, work_dir


class Ids:
    """Captions → input_ids i64 [B,L] and mask i64 [B,L], L the batch's longest when `short`."""

    def __init__(self, pieces):
        self.tokenizer = build(pieces)

    def __call__(self, captions, short=False):
        rows = self.tokenizer.encode_batch(list(captions))
        ids = torch.from_numpy(np.array([r.ids for r in rows], np.int64))
        mask = torch.from_numpy(np.array([r.attention_mask for r in rows], np.int64))
        longest = int(mask.sum(1).max()) if short else ids.shape[1]
        return ids[:, :longest], mask[:, :longest]


def pieces() -> list[str]:
    return json.loads((work_dir() / "pieces.json").read_text())


class Seen:
    """A ring of scenes and their image embeddings by the locked encoder."""

    def __init__(self, clip, scenes, plan, seed):
        self.clip, self.scenes, self.plan, self.seed = clip, scenes, plan, seed
        self.z, self.drawn, self.at = None, [], 0

    @torch.no_grad()
    def make(self, key, n):
        rng = np.random.default_rng([self.seed, *key])
        x, drawn = self.scenes.paint(
            rng, rng.choice(self.scenes.train, n, p=self.scenes.p), device()
        )
        with autocast():
            return self.clip.image(x.contiguous(memory_format=torch.channels_last)).float(), drawn

    def batch(self, step):
        n, fresh, capacity = self.plan["batch"], self.plan["fresh"], self.plan["pool"]
        if self.z is None:
            made = [self.make([step, k], 256) for k in range(self.plan["first"] // 256)]
            self.z, self.drawn = torch.cat([z for z, _ in made]), [s for _, d in made for s in d]
        z, drawn = self.make([step], fresh)
        old = np.random.default_rng([self.seed, step, 7]).integers(0, len(self.drawn), n - fresh)
        out = torch.cat([z, self.z[old]]), [*drawn, *(self.drawn[i] for i in old)]
        if len(self.drawn) < capacity:
            self.z, self.drawn = torch.cat([self.z, z]), [*self.drawn, *drawn]
        else:
            where = (self.at + np.arange(fresh)) % capacity
            self.z[where] = z
            for i, s in zip(where, drawn):
                self.drawn[i] = s
            self.at = (self.at + fresh) % capacity
        return out


def train(art, scenes, recipe, role: str = "text"):
    plan = recipe[role]["train"]
    own = pieces()
    captions, ids, japanese = Captions(art), Ids(own), Japanese(art, work_dir() / "npm")
    clip = load("clip", Clip(**recipe["clip"]["size"])).to(memory_format=torch.channels_last)
    scenes.p, scenes.chances = (
        scenes.shares(plan.get("diet", {})),
        Chances(**plan.get("chances", {})),
    )
    seen = Seen(clip, scenes, plan, recipe["seed"] + 31)
    scale = clip.scale().item()
    noto = list(art.sets).index("noto")
    rows = [
        i
        for i in range(len(art.pictures))
        if art.style[i] == noto and art.concepts[art.concept[i]]["group"] != "named"
    ]
    known = {
        "noto": [i for i in rows if not art.held_out[i]],
        "held_out": [i for i in rows if art.held_out[i]],
    }
    with torch.no_grad():
        pictures = {
            k: torch.cat(
                [
                    clip.image(on_white(art.rgba[v[j : j + 256]]).to(device()))
                    for j in range(0, len(v), 256)
                ]
            )
            for k, v in known.items()
        }

    def say(rng, scene):
        if rng.random() < plan.get("japanese", 0.15):
            text = japanese.of(rng, scene, art.concept[scene.picture])
            if text is not None:
                return text, False
        return captions.of(rng, scene)

    def loss_of(model, step):
        z, drawn = seen.batch(step)
        rng = np.random.default_rng([recipe["seed"], step, 1])
        texts, styled = zip(*(say(rng, s) for s in drawn))
        tokens, mask = ids(texts, short=True)
        with autocast():
            t, _ = model(tokens.to(device()), mask.to(device()))
        return contrast(scale * t @ z.T, matches(art, drawn, styled).to(device())), {}

    @torch.no_grad()
    def measure(ema, step):
        out = {}
        for name, v in known.items():
            for how in ("en", "ja"):
                texts = [
                    name_of(art.concepts[art.concept[i]])
                    if how == "en"
                    else (japanese.names[art.concept[i]] or ["?"])[0]
                    for i in v
                ]
                t = torch.cat(
                    [ema(*ids(texts[k : k + 128], short=True))[0] for k in range(0, len(v), 128)]
                )
                s = t @ pictures[name].T
                rank = (s > s.diag()[:, None]).sum(1)
                out[f"{name}_{how}"] = [
                    round((rank < 1).float().mean().item(), 3),
                    round((rank < 5).float().mean().item(), 3),
                ]
        print(step, json.dumps(out), flush=True)
        return out

    torch.manual_seed(recipe["seed"])
    model = SentenceEncoder(len(own), **recipe[role]["size"])
    fill(model, own, json.loads((work_dir() / "hints.json").read_text()))
    fit(role, model, plan, loss_of, measure)
