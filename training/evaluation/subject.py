"""What is measured, who judges, and how a finding is written down."""

from dataclasses import dataclass, field
from pathlib import Path

import torch
from PIL import Image

from data.artwork import Artwork
from data.captions import name_of
from data.tokenizer import TextIds
from packing.pack import Pack

OPEN = ("animals-nature", "food-drink", "travel-places", "objects", "activities", "smileys-emotion")


class Judge:
    """The CLIP that looks at pictures: the evaluation one, which no part was trained with, or the
    pack's own where there is none.
    """

    def __init__(self, pack: Pack):
        self.pack = pack
        self.own = "evaluation-image-encoder" not in pack.manifest["roles"]
        self.name = (
            "the pack's own image encoder, which is lenient"
            if self.own
            else "the evaluation CLIP, trained apart"
        )
        self.prefix = "" if self.own else "evaluation-"
        own = pack.manifest.get("evaluation", {}).get("tokenizer", {}).get("file", "tokenizer.json")
        self.ids = TextIds(pack.folder / own)

    def image(self, pixels: torch.Tensor) -> torch.Tensor:
        """[B,3,64,64] in [-1,1] → [B,256] of norm 1."""
        return torch.cat(
            [self.pack.call(f"{self.prefix}image-encoder", pixels=p) for p in pixels.split(64)]
        )


@dataclass
class Subject:
    """An exported pack, its judge, the artwork it saw, artwork of a style it never saw (or None),
    and where pictures go.
    """

    pack: Pack
    judge: Judge
    art: Artwork
    foreign: Artwork | None
    folder: Path
    count: int = 96


@dataclass
class Finding:
    """One section of the model card: tables of figures, a sentence on how they were got, pictures
    by file name.
    """

    title: str
    text: str
    tables: dict[str, dict[str, dict]] = field(default_factory=dict)
    pictures: dict[str, Image.Image] = field(default_factory=dict)


def rows_of(
    art: Artwork, set_name: str, held_out: bool | None, count: int | None = None, groups=None
) -> list[int]:
    """Pictures of one set, evenly spread over its concepts; `held_out` None takes both kinds."""
    style = list(art.sets).index(set_name)
    rows = [
        i
        for i in range(len(art.pictures))
        if art.style[i] == style
        and held_out in (None, art.held_out[i])
        and art.concepts[art.concept[i]]["group"] != "named"
    ]
    rows = [i for i in rows if groups is None or art.concepts[art.concept[i]]["group"] in groups]
    return (
        rows
        if count is None or len(rows) <= count
        else [rows[k * len(rows) // count] for k in range(count)]
    )


def labels(art: Artwork, rows: list[int]) -> list[str]:
    return [name_of(art.concepts[art.concept[i]]) for i in rows]


class Share(float):
    """A part of one, printed as a percentage."""


def share(similar: torch.Tensor, k: int) -> Share:
    """Rows whose own column is among the k most similar."""
    return Share(((similar > similar.diag()[:, None]).sum(1) < k).float().mean().item())
