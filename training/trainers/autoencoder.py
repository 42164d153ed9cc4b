"""Autoencoder: L1 at three scales, gradient L1 and a little L2; noise on the latents so that the
decoder forgives.

plan["decoder_only"] leaves the encoder as it is: better pictures of the same latents, so that what
diffuses them need not learn again. plan["tie"] weighs how far latents move from those of the
checkpoint that the run starts from: an encoder that goes on learning, and little to learn again.
"""

import torch
import torch.nn.functional as F

from data.artwork import on_white
from model.autoencoder import Autoencoder
from trainers.loop import fit, load
from trainers.place import autocast, device


def distance(a, b):
    """a, b [B,3,64,64] → scalar."""
    loss = 2 * (a - b).square().mean()
    for scale in (1, 2, 4):
        x, y = (F.avg_pool2d(v, scale) if scale > 1 else v for v in (a, b))
        loss = loss + (x - y).abs().mean()
    for dim in (2, 3):
        loss = loss + (a.diff(dim=dim) - b.diff(dim=dim)).abs().mean()
    return loss


def psnr(a, b) -> float:
    """Peak 2, as pictures are in [-1,1]; the mean over pictures."""
    return (10 * torch.log10(4 / (a.clamp(-1, 1) - b).square().mean((1, 2, 3)))).mean().item()


def train(art, scenes, recipe, role: str = "autoencoder"):
    plan = recipe[role]["train"]
    tie = plan.get("tie", 0)
    before = load(role, Autoencoder(**recipe[role]["size"])).encoder if tie else None
    held = on_white(
        art.rgba[[i for i in range(len(art.pictures)) if art.held_out[i] and not art.mono[i]][::2]]
    )

    def loss_of(model, step):
        x, _ = scenes.draw(step, plan["batch"], device())
        x = x.contiguous(memory_format=torch.channels_last)
        with autocast():
            z = model.encoder.raw(x)
            y = model.decoder.raw(z + plan.get("noise", 0.1) * torch.randn_like(z))
            if before is None:
                return distance(y, x), {}
            moved = (z - before.raw(x)).square().mean()
        return distance(y, x) + tie * moved, {"moved": round(moved.item(), 4)}

    @torch.no_grad()
    def measure(ema, step):
        x = held.to(device())
        with autocast():
            z = ema.encoder.raw(x)
            y = ema.decoder.raw(z)
        return {"held_out_psnr": round(psnr(y, x), 2)}

    model = Autoencoder(**recipe[role]["size"])
    model.encoder.requires_grad_(not plan.get("decoder_only", False))
    ema = fit(role, model, plan, loss_of, measure)
    standardise(ema, art)


@torch.no_grad()
def standardise(model, art):
    """Channel statistics over training pictures, into the checkpoint's buffers."""
    from trainers.loop import checkpoint_path, save

    rows = [i for i in range(0, len(art.pictures), 3) if not art.held_out[i]]
    model.standardise(
        torch.cat(
            [
                model.encoder.raw(on_white(art.rgba[rows[k : k + 256]]).to(device()))
                for k in range(0, len(rows), 256)
            ]
        )
    )
    state = torch.load(checkpoint_path("autoencoder"), map_location="cpu", weights_only=True)
    state["ema"] = model.state_dict()
    save(checkpoint_path("autoencoder"), state)
