"""The decoder: v-prediction on latents; image embedding dropped 10 %, text 50 % (paper 2.1)."""
import torch

from data.artwork import on_white
from data.captions import name_of
from model.autoencoder import Autoencoder
from model.decoder import Decoder
from train.diffusion import levels, mix
from train.loop import fit, load
from train.place import autocast, device
from train.pool import Pool
from train.sheet import decoder_sheet


def v_loss(model, x, t, noise, *condition):
    noised, (a, s) = mix(x, noise, t)
    with autocast():
        v = model(noised.contiguous(memory_format=torch.channels_last), t.to(x.device), *condition)
    return (v - (a * noise - s * x)).square().mean()


def train(art, scenes, recipe):
    plan = recipe["decoder"]["train"]
    autoencoder = load("autoencoder", Autoencoder(**recipe["autoencoder"]["size"])).to(memory_format=torch.channels_last)
    pool = Pool(art, scenes, recipe, plan, autoencoder)

    def loss_of(model, step):
        rng = torch.Generator().manual_seed(recipe["seed"] * 1_000_003 + step)
        rows = pool.batch(step)
        n = plan["batch"]
        _, states, mask = pool.text(rows["ids"], rows["mask"], torch.rand(n, generator=rng) < 0.5)
        lost = (torch.rand(n, generator=rng) < 0.1).to(device())[:, None]
        z = torch.where(lost, model.null, rows["embedding"])
        noise = torch.randn(rows["latent"].shape, generator=rng).to(device())
        return v_loss(model, rows["latent"], levels(rng, n), noise, z, states, mask.bool()), {}

    def fixed(held: bool):
        """Clean pictures with their labels, every level once: the loss that shows memorising."""
        rows = [i for i in range(len(art.pictures)) if art.held_out[i] == held and not art.mono[i]]
        rows = rows[:: max(1, len(rows) // 256)][:256]
        x = on_white(art.rgba[rows]).to(device())
        with torch.no_grad():
            ids, mask = pool.ids([name_of(art.concepts[art.concept[i]]) for i in rows])
            return autoencoder.encoder(x), pool.clip.image(x), *pool.text(ids.to(device()), mask.to(device()), torch.ones(len(rows), dtype=torch.bool))[1:]

    sets = {"seen": fixed(False), "held_out": fixed(True)}

    @torch.no_grad()
    def measure(ema, step):
        rng = torch.Generator().manual_seed(1)
        out = {}
        for name, (latent, z, states, mask) in sets.items():
            n = len(latent)
            out[name] = round(v_loss(ema, latent, levels(rng, n), torch.randn(latent.shape, generator=rng).to(device()), z, states, mask.bool()).item(), 4)
        return out

    fit("decoder", Decoder(**recipe["decoder"]["size"]), plan, loss_of, measure, lambda ema, step: decoder_sheet(ema, step, art, pool, autoencoder))
