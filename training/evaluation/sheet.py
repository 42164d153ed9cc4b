"""Pages of pictures with captions, and a line plot, for the model card."""

from collections.abc import Mapping
from types import MappingProxyType

import torch
from PIL import Image, ImageDraw, ImageFont


def face(picture: torch.Tensor) -> Image.Image:
    """[3,H,W] in [-1,1] → RGB picture."""
    return Image.fromarray(
        ((picture.clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0).numpy()
    )


def sheet(
    pictures: torch.Tensor, captions: list[str], columns: int = 6, side: int = 128
) -> Image.Image:
    rows = -(-len(captions) // columns)
    page, font = (
        Image.new("RGB", (columns * (side + 8), rows * (side + 24)), "white"),
        ImageFont.load_default(11),
    )
    draw = ImageDraw.Draw(page)
    for k, (picture, caption) in enumerate(zip(pictures, captions)):
        x, y = k % columns * (side + 8) + 4, k // columns * (side + 24) + 4
        page.paste(face(picture).resize((side, side), Image.Resampling.LANCZOS), (x, y))
        while font.getlength(caption) > side + 6:
            caption = caption.rstrip("…")[:-1].rstrip() + "…"
        draw.text((x + side / 2, y + side + 2), caption, fill="black", font=font, anchor="ma")
    return page


def plot(
    series: dict[str, list[tuple[float, float]]],
    across: str,
    size=(360, 240),
    marks: Mapping[str, float] = MappingProxyType({}),
) -> Image.Image:
    """Lines of (x, y), scaled to the page; `marks` are dashed horizontals."""
    page, font = Image.new("RGB", size, "white"), ImageFont.load_default(11)
    draw, (w, h) = ImageDraw.Draw(page), size
    colours = ["#0369a1", "#b45309", "#15803d", "#7e22ce"]
    xs = [x for line in series.values() for x, _ in line]
    ys = [y for line in series.values() for _, y in line] + list(marks.values())
    low, high = min(0.0, min(ys)), max(ys) * 1.08

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            44 + (x - min(xs)) / max(1e-9, max(xs) - min(xs)) * (w - 60),
            h - 40 - (y - low) / (high - low) * (h - 70),
        )

    for k in range(5):
        y = low + (high - low) * k / 4
        draw.line([place(min(xs), y), place(max(xs), y)], fill="#e5e7eb")
        draw.text((38, place(min(xs), y)[1]), f"{y:.2g}", fill="#374151", font=font, anchor="rm")
    for x in sorted(set(xs)):
        draw.text((place(x, low)[0], h - 34), f"{x:g}", fill="#374151", font=font, anchor="ma")
    draw.text((w / 2, h - 4), across, fill="#111827", font=font, anchor="mb")
    for k, (name, line) in enumerate(series.items()):
        points = [place(*p) for p in line]
        draw.line(points, fill=colours[k], width=2)
        for x, y in points:
            draw.ellipse([x - 2.5, y - 2.5, x + 2.5, y + 2.5], fill=colours[k])
        draw.text((48 + k * 150, 4), name, fill=colours[k], font=font)
    for name, y in marks.items():
        a, b = place(min(xs), y), place(max(xs), y)
        for x in range(int(a[0]), int(b[0]), 8):
            draw.line([(x, a[1]), (x + 4, a[1])], fill="#6b7280")
        draw.text((b[0], a[1] - 2), name, fill="#6b7280", font=font, anchor="rb")
    return page


def beside(pages: list[Image.Image]) -> Image.Image:
    page = Image.new("RGB", (sum(p.width for p in pages), max(p.height for p in pages)), "white")
    x = 0
    for p in pages:
        page.paste(p, (x, 0))
        x += p.width
    return page
