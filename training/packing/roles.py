"""Which network, example inputs, outputs and storage each role's file has."""

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
        "states": torch.randn(1, length, width),
        "latent": torch.randn(1, 16, 8, 8),
    }


def untrained(recipe: dict, spread: tuple | None = None):
    """Yields (role, network, files) for each role of the recipe; a file is (name, part of the
    network, inputs, outputs, eight_bit).

    `spread`: pictures' embeddings as pca tells them, for the decoder's file.
    """
    e = examples(recipe)
    told = {"encoder_hidden_states": e["states"], "attention_mask": e["mask"].bool()}
    for role in ("clip", "evaluation-clip"):
        clip, prefix = Clip(**recipe[role]["size"]), role.removesuffix("clip")
        yield (
            role,
            clip,
            [
                (
                    f"{prefix}text-encoder.onnx",
                    clip.text,
                    {"input_ids": e["ids"], "attention_mask": e["mask"]},
                    ["text_embeds", "last_hidden_state"],
                    True,
                ),
                (
                    f"{prefix}image-encoder.onnx",
                    clip.image,
                    {"pixel_values": e["pixels"]},
                    ["image_embeds"],
                    True,
                ),
            ],
        )
    autoencoder = Autoencoder(**recipe["autoencoder"]["size"])
    yield (
        "autoencoder",
        autoencoder,
        [
            (
                "autoencoder-encode.onnx",
                autoencoder.encoder,
                {"sample": e["pixels"]},
                ["latent"],
                False,
            ),
            (
                "autoencoder-decode.onnx",
                Bounded(autoencoder.decoder),
                {"latent": e["latent"]},
                ["sample"],
                False,
            ),
        ],
    )
    decoder = Decoder(**recipe["decoder"]["size"])
    seen = Pictured(decoder) if spread is None else Pictured(decoder).know(*spread[:3])
    yield (
        "decoder",
        decoder,
        [
            (
                "decoder.onnx",
                seen,
                {"sample": e["latent"], "timestep": e["t"], "image_embeds": e["z"], **told},
                ["out_sample"],
                True,
            )
        ],
    )
    prior = Prior(**recipe["prior"]["size"])
    yield (
        "prior",
        prior,
        [
            (
                "prior.onnx",
                prior,
                {
                    "hidden_states": e["z"] * 16,
                    "timestep": e["t"],
                    "proj_embedding": e["z"],
                    **told,
                },
                ["predicted_image_embedding"],
                True,
            )
        ],
    )
    both = Both(recipe["autoregressive-prior"]["size"])
    prior = both.prior
    past = torch.randn(
        len(prior.blocks),
        1,
        prior.blocks[0].heads,
        prior.length + 4,
        prior.width // prior.blocks[0].heads,
    )
    code = {
        "code": torch.zeros(1, dtype=torch.int64),
        "index": torch.tensor(2),
        "attention_mask": told["attention_mask"],
        "past_keys": past,
        "past_values": past,
    }
    yield (
        "autoregressive-prior",
        both,
        [
            (
                "autoregressive-prior-prefix.onnx",
                PrefixStep(prior),
                {**told, "proj_embedding": e["z"], "dot": torch.zeros(1, dtype=torch.int64)},
                ["logits", "keys", "values"],
                True,
            ),
            (
                "autoregressive-prior-step.onnx",
                CodeStep(prior),
                code,
                ["logits", "keys", "values"],
                True,
            ),
        ],
    )
    for k, size in ((0, 256), (1, 1024)):
        upsampler = Upsampler(**recipe[f"upsampler-{k}"]["size"])
        yield (
            f"upsampler-{k}",
            upsampler,
            [
                (
                    f"upsampler-{k}.onnx",
                    upsampler,
                    {"sample": torch.rand(1, 6, size, size), "timestep": e["t"]},
                    ["out_sample"],
                    False,
                )
            ],
        )


def roles(recipe: dict, spread: tuple):
    """Yields the files of each role that has been trained, with its weights."""
    for role, network, files in untrained(recipe, spread):
        if checkpoint_path(role).exists():
            load(role, network)
            yield from files
