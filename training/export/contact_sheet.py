"""Captions under the pictures that the exported pack made of them, from fixed seeds, not picked."""
from pathlib import Path

import torch
from PIL import Image, ImageDraw, ImageFont

from export.pack import Pack

CAPTIONS = ["a red heart", "a cat face", "a dog face", "a rocket", "a red apple", "an octopus", "grinning face", "a house with garden",
            "a penguin", "a light bulb", "a sailboat", "a guitar", "a frog", "a pizza", "a key", "a butterfly",
            "a hot beverage", "a bicycle", "a cactus", "crying face", "a fire engine", "an alarm clock", "a tropical fish", "a rainbow"]


def sheet(pictures: torch.Tensor, captions: list[str], columns: int = 6, side: int = 128) -> Image.Image:
    rows = -(-len(captions) // columns)
    page, font = Image.new("RGB", (columns * (side + 8), rows * (side + 24)), "white"), ImageFont.load_default(11)
    draw = ImageDraw.Draw(page)
    for k, (picture, caption) in enumerate(zip(pictures, captions)):
        x, y = k % columns * (side + 8) + 4, k // columns * (side + 24) + 4
        face = Image.fromarray(((picture.clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0).numpy())
        page.paste(face.resize((side, side), Image.Resampling.LANCZOS), (x, y))
        draw.text((x + side / 2, y + side + 2), caption, fill="black", font=font, anchor="ma")
    return page


def write(folder: Path, to: Path, captions: list[str] = CAPTIONS, through: str = "prior") -> torch.Tensor:
    pack = Pack(folder)
    text = pack.text(captions)
    z = pack.prior(text, seed=0) if through == "prior" else None
    pictures = pack.decode(z, text if z is None else None, seed=0)
    if "upsampler.0" in pack.manifest["roles"]:
        pictures = pack.upsample(pictures)
    page = sheet(pictures, captions)
    page.quantize(256, dither=Image.Dither.NONE).save(to, optimize=True)
    return pictures
