"""Which network, example inputs, outputs and storage each role's file has."""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import nn

from model.autoencoder import Autoencoder
from model.autoregressive_prior import CodeStep, PrefixStep
from model.clip import Clip
from model.decoder import Decoder
from model.pictured import Pictured
from model.prior import Prior
from model.upsampler import Upsampler
from trainers.autoregressive_prior import Both
from trainers.loop import checkpoint_path, load


class Bounded(nn.Module):
    """The autoencoder's decoder half, its pictures kept in [-1,1]."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, latent):
        return self.network(latent).clamp(-1, 1)


def examples(recipe: dict) -> dict:
    width, length = recipe["clip"]["size"]["text"]["width"], 32
    mask = torch.zeros(1, length, dtype=torch.int64)
    mask[:, :7] = 1
    return {
        "ids": torch.randint(3, 4000, (1, length)),
        "mask": mask,
        "pixels": torch.rand(1, 3, 64, 64) * 2 - 1,
        "t": torch.tensor(500),
        "z": nn.functional.normalize(torch.randn(1, 256), dim=-1),
        "told": {
            "encoder_hidden_states": torch.randn(1, length, width),
            "attention_mask": mask.bool(),
        },
        "latent": torch.randn(1, 16, 8, 8),
    }


class File(NamedTuple):
    """One file of the pack: the part of the network in it, example inputs by port, outputs."""

    name: str
    part: nn.Module
    inputs: dict[str, torch.Tensor]
    outputs: list[str]
    eight_bit: bool


Role = tuple[str, nn.Module, list[File]]


def clip_files(clip: Clip, e: dict, prefix: str) -> list[File]:
    text = {"input_ids": e["ids"], "attention_mask": e["mask"]}
    told, pixels = ["text_embeds", "last_hidden_state"], {"pixel_values": e["pixels"]}
    return [
        File(f"{prefix}text-encoder.onnx", clip.text, text, told, True),
        File(f"{prefix}image-encoder.onnx", clip.image, pixels, ["image_embeds"], True),
    ]


def autoencoder_files(autoencoder: Autoencoder, e: dict) -> list[File]:
    pixels, latent, decode = {"sample": e["pixels"]}, {"latent": e["latent"]}, autoencoder.decoder
    return [
        File("autoencoder-encode.onnx", autoencoder.encoder, pixels, ["latent"], False),
        File("autoencoder-decode.onnx", Bounded(decode), latent, ["sample"], False),
    ]


def decoder_files(decoder: Decoder, e: dict, spread: tuple | None) -> list[File]:
    seen = Pictured(decoder) if spread is None else Pictured(decoder).know(*spread[:3])
    inputs = {"sample": e["latent"], "timestep": e["t"], "image_embeds": e["z"], **e["told"]}
    return [File("decoder.onnx", seen, inputs, ["out_sample"], True)]


def prior_files(prior: Prior, e: dict) -> list[File]:
    inputs = {"hidden_states": e["z"] * 16, "timestep": e["t"], "proj_embedding": e["z"]}
    outputs = ["predicted_image_embedding"]
    return [File("prior.onnx", prior, {**inputs, **e["told"]}, outputs, True)]


def autoregressive_prior_files(both: Both, e: dict) -> list[File]:
    prior, heads = both.prior, both.prior.blocks[0].heads
    past = torch.randn(len(prior.blocks), 1, heads, prior.length + 4, prior.width // heads)
    zero, outputs = torch.zeros(1, dtype=torch.int64), ["logits", "keys", "values"]
    prefix = {**e["told"], "proj_embedding": e["z"], "dot": zero}
    mask = e["told"]["attention_mask"]
    step = {"code": zero, "index": torch.tensor(2), "attention_mask": mask}
    step |= {"past_keys": past, "past_values": past}
    return [
        File("autoregressive-prior-prefix.onnx", PrefixStep(prior), prefix, outputs, True),
        File("autoregressive-prior-step.onnx", CodeStep(prior), step, outputs, True),
    ]


def untrained(recipe: dict, spread: tuple | None = None) -> Iterator[Role]:
    """Each role of the recipe: its name, its network and its files.

    `spread`: pictures' embeddings as pca tells them, for the decoder's file.
    """
    e, size = (
        examples(recipe),
        {k: v["size"] for k, v in recipe.items() if isinstance(v, dict) and "size" in v},
    )
    for role in ("clip", "evaluation-clip"):
        clip = Clip(**size[role])
        yield role, clip, clip_files(clip, e, role.removesuffix("clip"))
    autoencoder = Autoencoder(**size["autoencoder"])
    yield "autoencoder", autoencoder, autoencoder_files(autoencoder, e)
    decoder = Decoder(**size["decoder"])
    yield "decoder", decoder, decoder_files(decoder, e, spread)
    prior = Prior(**size["prior"])
    yield "prior", prior, prior_files(prior, e)
    both = Both(size["autoregressive-prior"])
    yield "autoregressive-prior", both, autoregressive_prior_files(both, e)
    for k, side in ((0, 256), (1, 1024)):
        role = f"upsampler-{k}"
        upsampler = Upsampler(**size[role])
        inputs = {"sample": torch.rand(1, 6, side, side), "timestep": e["t"]}
        yield role, upsampler, [File(f"{role}.onnx", upsampler, inputs, ["out_sample"], False)]


def roles(recipe: dict, spread: tuple):
    """Yields the files of each role that has been trained, with its weights."""
    for role, network, files in untrained(recipe, spread):
        if checkpoint_path(role).exists():
            load(role, network)
            yield from files
