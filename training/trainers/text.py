"""The text encoder alone, on a sentence encoder that was trained on English: the image encoder is
locked (LiT, arXiv 2111.07991).
"""

import json

import numpy as np
import torch

from data.captions import Captions, name_of
from data.japanese import Japanese
from data.scenes import Chances
from data.sentence import build, fill
from data.tokenizer import TextIds
from model.clip import Clip
from model.sentence_encoder import SentenceEncoder
from packing.statistics import embed
from trainers.clip import contrast, matches
from trainers.loop import fit, load
from trainers.place import autocast, device, work_dir


def kept(name: str):
    """What prepare.py wrote: pieces.json or hints.json."""
    return json.loads((work_dir() / name).read_text())


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


class Retrieval:
    """How often a label, English or Japanese, finds its picture of one set among the others."""

    def __init__(self, art, clip, japanese, ids, style: str = "noto"):
        self.art, self.japanese, self.ids = art, japanese, ids
        rows = {False: [], True: []}
        for i, concept in enumerate(art.concept):
            own = art.style[i] == list(art.sets).index(style)
            if own and art.concepts[concept]["group"] != "named":
                rows[bool(art.held_out[i])].append(i)
        self.rows = {style: rows[False], "held_out": rows[True]}
        self.pictures = {name: embed(clip, art, own) for name, own in self.rows.items()}

    def labels(self, rows: list[int], language: str) -> list[str]:
        concepts = self.art.concept[rows]
        if language == "en":
            return [name_of(self.art.concepts[c]) for c in concepts]
        return [(self.japanese.names[c] or ["?"])[0] for c in concepts]

    @torch.no_grad()
    def measure(self, model, step: int) -> dict:
        """Shares [right first, right in five] by rows and language."""
        out = {}
        for name, rows in self.rows.items():
            for language in ("en", "ja"):
                texts, found = self.labels(rows, language), []
                for k in range(0, len(rows), 128):
                    tokens, mask = self.ids(texts[k : k + 128], short=True)
                    found.append(model(tokens.to(device()), mask.to(device()))[0].cpu())
                similar = torch.cat(found) @ self.pictures[name].T
                rank = (similar > similar.diag()[:, None]).sum(1)
                shares = [(rank < k).float().mean().item() for k in (1, 5)]
                out[f"{name}_{language}"] = [round(share, 3) for share in shares]
        return out


def train(art, scenes, recipe, role: str = "text"):
    plan, own = recipe[role]["train"], kept("pieces.json")
    captions, ids, japanese = Captions(art), TextIds(build(own)), Japanese(art, work_dir() / "npm")
    clip = load("clip", Clip(**recipe["clip"]["size"])).to(memory_format=torch.channels_last)
    scenes.p = scenes.shares(plan.get("diet", {}))
    scenes.chances = Chances(**plan.get("chances", {}))
    seen = Seen(clip, scenes, plan, recipe["seed"] + 31)
    scale = clip.scale().item()

    def say(rng, scene):
        """A caption, and whether it names the style."""
        if rng.random() < plan.get("japanese", 0.15):
            text = japanese.of(rng, scene, art.concept[scene.picture])
            if text is not None:
                return text, False
        return captions.of(rng, scene)

    def loss_of(model, step):
        z, drawn = seen.batch(step)
        rng = np.random.default_rng([recipe["seed"], step, 1])
        texts, styled = zip(*(say(rng, s) for s in drawn))
        tokens, mask = ids(list(texts), short=True)
        with autocast():
            t, _ = model(tokens.to(device()), mask.to(device()))
        return contrast(scale * t @ z.T, matches(art, drawn, styled).to(device())), {}

    torch.manual_seed(recipe["seed"])
    model = SentenceEncoder(len(own), **recipe[role]["size"])
    fill(model, own, kept("hints.json"))
    fit(role, model, plan, loss_of, Retrieval(art, clip, japanese, ids).measure)
