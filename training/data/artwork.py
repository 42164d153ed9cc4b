"""The data file that render.mjs wrote: pictures, concepts and sets in one place."""

import io
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

MAGIC = b"EMOJI-1\n"


class Artwork:
    """`rgba` uint8 [N,4,64,64] (straight alpha) with `concept[N]`, `style[N]`, `weight[N]`,
    `held_out[N]`.
    """

    def __init__(self, path: Path):
        raw = path.read_bytes()
        assert raw[:8] == MAGIC, f"{path} is not a picture file"
        length = int.from_bytes(raw[8:12], "little")
        header = json.loads(raw[12 : 12 + length])
        self._blobs = memoryview(raw)[12 + length :]
        self.sets, self.concepts, self.pictures = (
            header["sets"],
            header["concepts"],
            header["pictures"],
        )
        names = list(self.sets)
        self.style = np.array([names.index(p["set"]) for p in self.pictures])
        self.concept = np.array([p["concept"] for p in self.pictures])
        held = np.array([c["heldOut"] for c in self.concepts])
        self.held_out = held[self.concept]
        self.mono = np.array([self.sets[p["set"]].get("mono", False) for p in self.pictures])
        flags = np.array([self.concepts[c]["group"] == "flags" for c in self.concept])
        self.weight = np.array([self.sets[p["set"]]["weight"] for p in self.pictures]) * np.where(
            flags, 0.3, 1.0
        )
        self.rgba = torch.from_numpy(np.stack([self.picture(i) for i in range(len(self.pictures))]))

    def picture(self, i: int, size: int = 64) -> np.ndarray:
        """uint8 [4,size,size] of picture i; KeyError where it was not rendered at that size."""
        at, n = self.pictures[i]["at"][str(size)]
        return np.asarray(
            Image.open(io.BytesIO(self._blobs[at : at + n])).convert("RGBA")
        ).transpose(2, 0, 1)

    def rendered_at(self, size: int) -> list[int]:
        return [i for i, p in enumerate(self.pictures) if str(size) in p["at"]]

    def of(self, label: str, set_name: str) -> int | None:
        """The picture of the concept called `label` in one set."""
        for i, p in enumerate(self.pictures):
            if (
                p["set"] == set_name
                and self.concepts[p["concept"]]["label"].lower() == label.lower()
            ):
                return i
        return None


def on_white(rgba: torch.Tensor) -> torch.Tensor:
    """uint8 [B,4,H,W] → f32 [B,3,H,W] in [-1,1] on white."""
    x = rgba.float() / 255
    return (x[:, :3] * x[:, 3:] + 1 - x[:, 3:]) * 2 - 1
