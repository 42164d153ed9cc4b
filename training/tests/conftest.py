"""Fixtures that several tests share: one thread, a working folder of its own, tiny artwork."""

import io
import json
import signal

import numpy as np
import pytest
import torch
from PIL import Image

from data.artwork import MAGIC, Artwork


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """An empty working folder; one thread and a fixed seed; signal handlers are put back."""
    handlers = {sign: signal.getsignal(sign) for sign in (signal.SIGTERM, signal.SIGINT)}
    monkeypatch.setenv("UNCLIP_TRAINING_DIR", str(tmp_path))
    torch.set_num_threads(1)
    torch.manual_seed(0)
    yield tmp_path
    for sign, handler in handlers.items():
        signal.signal(sign, handler)


CONCEPTS = [
    ("red heart", ["love"], "symbols", "heart", False),
    ("cat", ["pet", "animal"], "animals-nature", "animal-mammal", False),
    ("rocket", ["space"], "travel-places", "transport-air", True),
]


@pytest.fixture
def art(tmp_path) -> Artwork:
    """Three concepts, the last held out, in two sets: squares of one colour."""
    sets = {
        "noto": {"weight": 1.0, "words": ["noto style"]},
        "line": {"weight": 0.5, "words": ["line art"], "mono": True},
    }
    pictures, blobs, at = [], [], 0
    for style in sets:
        for concept, colour in enumerate([(220, 40, 45), (245, 140, 35), (45, 95, 215)]):
            pixels = np.zeros((64, 64, 4), np.uint8)
            pixels[16:48, 16:48] = (*(colour if style == "noto" else (0, 0, 0)), 255)
            out = io.BytesIO()
            Image.fromarray(pixels).save(out, "png")
            blobs.append(out.getvalue())
            place = {"64": [at, len(blobs[-1])]}
            pictures.append({"set": style, "concept": concept, "at": place})
            at += len(blobs[-1])
    names = ("label", "tags", "group", "subgroup", "heldOut")
    concepts = [dict(zip(names, c), key=str(k)) for k, c in enumerate(CONCEPTS)]
    header = json.dumps({"sets": sets, "concepts": concepts, "pictures": pictures}).encode()
    path = tmp_path / "emoji.bin"
    path.write_bytes(MAGIC + len(header).to_bytes(4, "little") + header + b"".join(blobs))
    return Artwork(path)
