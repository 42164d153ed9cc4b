"""What comes back: through the autoencoder, through the embedding alone, and through embedding and
inverted noise (paper 3.1).
"""

import torch

from data.artwork import on_white
from evaluation.sheet import sheet
from evaluation.subject import OPEN, Finding, Subject, labels, rows_of, share
from trainers.autoencoder import psnr

STEPS = 50


def autoencoder(s: Subject) -> dict:
    table = {}
    for name, held in (("held-out concepts", True), ("trained concepts", False)):
        x = on_white(
            s.art.rgba[rows_of(s.art, "noto", held, 96) + rows_of(s.art, "twemoji", held, 96)]
        )
        table[name] = {
            "n": len(x),
            "PSNR (dB)": psnr(
                s.pack.call("autoencoder.decode", latent=s.pack.call("autoencoder.encode", x=x)), x
            ),
        }
    return table


def decoder(s: Subject) -> dict:
    table = {}
    for name, held in (("trained concepts", False), ("held-out concepts", True)):
        real = on_white(s.art.rgba[rows_of(s.art, "noto", held, s.count, None if held else OPEN)])
        similar = s.judge.image(s.pack.decode(s.pack.image(real))) @ s.judge.image(real).T
        table[name] = {
            "n = candidates": len(real),
            "top-1": share(similar, 1),
            "top-5": share(similar, 5),
            "cosine": round(similar.diag().mean().item(), 3),
        }
    return table


def inverted(s: Subject):
    """x → (z, x_T) by DDIM inversion without guidance, and back with η = 0."""
    rows = rows_of(s.art, "noto", None, 24, OPEN)
    real = on_white(s.art.rgba[rows])
    z, clean = s.pack.image(real), s.pack.call("autoencoder.encode", x=real)
    noise = s.pack.invert(clean, z, STEPS)
    again, best = s.pack.restore(noise, z, STEPS), s.pack.call("autoencoder.decode", latent=clean)
    table = {
        "through ddim-invert and decode, η = 0": {
            "n": len(rows),
            "steps": STEPS,
            "PSNR to the picture (dB)": psnr(again, real),
            "PSNR to the autoencoder's own (dB)": psnr(again, best),
        }
    }
    some = range(0, 24, 3)
    names = labels(s.art, rows)
    page = sheet(
        torch.cat([torch.stack([real[k] for k in some]), torch.stack([again[k] for k in some])]),
        [names[k] for k in some] + ["encode, invert, decode"] * 8,
        8,
        96,
    )
    return table, page


def measure(s: Subject) -> Finding:
    table, page = inverted(s)
    text = (
        f"Pictures decoded from their own embedding ({s.pack.steps} steps) are told apart by "
        f"{s.judge.name}. Inversion: {STEPS} steps, fixed-point refined, no guidance."
    )
    return Finding(
        "Decoder and autoencoder",
        text,
        {
            "autoencoder": autoencoder(s),
            "decoded from the image embedding": decoder(s),
            "inversion": table,
        },
        {"inversion.png": page},
    )
