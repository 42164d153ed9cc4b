"""Endless augmented pictures with what a caption may say of each: colour, background, style,
composition.
"""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from data.artwork import Artwork
from data.colour import NAMES, PAINTS, dominant, hue_matrix
from data.redraw import redraw

SIDES = ("left", "right")


@dataclass
class Scene:
    """What a picture shows: `picture` and `other` index the artwork, the rest is words or None."""

    picture: int
    other: int | None
    relation: str | None
    colours: list[str]
    recoloured: bool
    background: str | None
    redrawn: bool = False


@dataclass
class Chances:
    """How often a picture is varied in each way; `still` ones are shown as they were drawn."""

    two: float = 0.1
    background: float = 0.2
    recolour: float = 0.1
    still: float = 0.25
    redraw: float = 0.0


class Scenes:
    def __init__(self, art: Artwork, seed: int = 0, everything: bool = False):
        """`everything`: draws held-out concepts too, for the weights that are shipped after the
        evaluation.
        """
        self.art, self.seed, self.chances = art, seed, Chances()
        self.colours = [dominant(p.numpy()) for p in art.rgba]
        self.train = np.arange(len(art.pictures)) if everything else np.flatnonzero(~art.held_out)
        self.p = art.weight[self.train] / art.weight[self.train].sum()
        group = [art.concepts[c] for c in art.concept]
        self.may_flip = np.array(
            [
                g["group"] not in ("symbols", "flags")
                and not any(w in g["label"].lower() for w in SIDES)
                for g in group
            ]
        )
        self.may_compose = np.array(
            [
                g["group"]
                in (
                    "animals-nature",
                    "food-drink",
                    "travel-places",
                    "objects",
                    "activities",
                    "smileys-emotion",
                )
                for g in group
            ]
        )
        self.may_recolour = self.may_compose | np.array(
            [g["subgroup"] in ("heart", "geometric") for g in group]
        )

    def shares(self, diet: dict) -> np.ndarray:
        """How often each training picture is drawn when groups of concepts or sets are given other
        weights.
        """
        groups, sets = diet.get("groups", {}), diet.get("sets", {})
        factor = [
            groups.get(self.art.concepts[self.art.concept[i]]["group"], 1)
            * sets.get(self.art.pictures[i]["set"], 1)
            for i in self.train
        ]
        p = self.art.weight[self.train] * np.array(factor)
        return p / p.sum()

    def draw(self, step: int, n: int, device="cpu") -> tuple[torch.Tensor, list[Scene]]:
        """n training pictures f32 [n,3,64,64] in [-1,1] and their scenes; the same for the same
        (seed, step, n).
        """
        rng = np.random.default_rng([self.seed, step])
        picked = rng.choice(self.train, n, p=self.p)
        return self.paint(rng, picked, device)

    def paint(self, rng: np.random.Generator, picked: np.ndarray, device="cpu"):
        scenes = [self.plan(rng, int(i)) for i in picked]
        rgba = self._layer(
            rng,
            [s.picture for s in scenes],
            scenes,
            [s.relation for s in scenes],
            first=True,
            device=device,
        )
        backs = torch.tensor(
            np.stack([self._paint_of(rng, s.background) for s in scenes]), device=device
        )[:, :, None, None]
        x = backs * (1 - rgba[:, 3:]) + rgba[:, :3]
        double = [k for k, s in enumerate(scenes) if s.other is not None]
        if double:
            some = [scenes[k] for k in double]
            top = self._layer(
                rng,
                [s.other for s in some],
                None,
                [s.relation for s in some],
                first=False,
                device=device,
            )
            x[double] = x[double] * (1 - top[:, 3:]) + top[:, :3]
        again = [k for k, s in enumerate(scenes) if s.redrawn]
        if again:
            x[again] = redraw(rng, x[again])
        return x * 2 - 1, scenes

    def plan(self, rng, i: int) -> Scene:
        scene = Scene(i, None, None, self.colours[i], False, None)
        if self.art.mono[i] or (self.may_recolour[i] and rng.random() < self.chances.recolour):
            scene.recoloured = True
            scene.colours = [
                NAMES[rng.integers(3, len(NAMES))]
                if self.art.mono[i] and rng.random() < 0.85
                else "black"
            ]
        if self.may_compose[i] and not self.art.mono[i] and rng.random() < self.chances.two:
            j = int(rng.choice(self.train, p=self.p))
            if (
                self.may_compose[j]
                and not self.art.mono[j]
                and self.art.concept[j] != self.art.concept[i]
            ):
                scene.other, scene.relation = j, ("beside", "above")[int(rng.random() < 0.3)]
        elif rng.random() < self.chances.background:
            scene.background = NAMES[rng.integers(0, len(NAMES))]
            if scene.background == "white" or scene.background in scene.colours:
                scene.background = None
        scene.redrawn = self.chances.redraw > 0 and bool(rng.random() < self.chances.redraw)
        return scene

    def _paint_of(self, rng, name: str | None) -> np.ndarray:
        if name is None:
            return (
                np.ones(3, np.float32)
                if rng.random() < 0.9
                else rng.uniform(0.93, 1, 3).astype(np.float32)
            )
        paints = PAINTS[name]
        return np.float32(paints[rng.integers(len(paints))]) / 255

    def _layer(self, rng, pictures, scenes, relations, first: bool, device):
        """Premultiplied f32 [n,4,64,64], moved, scaled, turned, mirrored and recoloured."""
        x = self.art.rgba[pictures].to(device).float() / 255
        redrawn = [s.redrawn for s in scenes] if scenes is not None else [False] * len(pictures)
        theta = torch.tensor(
            np.stack(
                [self._place(rng, i, r, first, a) for i, r, a in zip(pictures, relations, redrawn)]
            ),
            device=device,
        )
        if scenes is not None:
            x = self._recolour(rng, x, scenes)
        x[:, :3] *= x[:, 3:]
        grid = F.affine_grid(theta, list(x.shape), align_corners=False)
        return F.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=False)

    def _place(self, rng, i: int, relation: str | None, first: bool, redrawn: bool) -> np.ndarray:
        angle, scale = (
            np.radians(rng.uniform(-6, 6)) * (rng.random() < 0.6),
            rng.uniform(0.86, 1.06),
        )
        dx, dy = rng.uniform(-0.07, 0.07, 2)
        if relation == "beside":
            scale, dx, dy = rng.uniform(0.45, 0.52), -0.48 if first else 0.48, dy
        if relation == "above":
            scale, dx, dy = rng.uniform(0.45, 0.52), dx, -0.48 if first else 0.48
        flip = -1 if self.may_flip[i] and rng.random() < 0.5 else 1
        if redrawn:  # another hand leaves other margins and has other proportions
            scale *= rng.uniform(0.72, 1.05) * np.array([1, rng.uniform(0.87, 1.15)])
        elif relation is None and rng.random() < self.chances.still:
            angle, scale, dx, dy, flip = 0.0, 1.0, 0.0, 0.0, 1
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) / scale
        theta = np.concatenate([turn * [[flip], [1]], -(turn @ [[dx], [dy]]) * [[flip], [1]]], 1)
        return theta.astype(np.float32)

    def _recolour(self, rng, x, scenes):
        """Monochrome drawings are painted; coloured ones have their hue turned and are named by
        what came out.
        """
        for k, s in enumerate(scenes):
            if not s.recoloured:
                continue
            if self.art.mono[s.picture]:
                if s.colours != ["black"]:
                    x[k, :3] = torch.from_numpy(self._paint_of(rng, s.colours[0]))[
                        :, None, None
                    ].to(x.device)
                continue
            turn = torch.from_numpy(hue_matrix(rng.uniform(50, 310))).to(x.device)
            x[k, :3] = torch.einsum("cd,dhw->chw", turn, x[k, :3]).clamp(0, 1)
            s.colours = dominant((x[k].cpu().numpy() * 255).astype(np.uint8))
        return x
