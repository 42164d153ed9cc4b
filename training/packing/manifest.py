"""model.json: everything that a host needs to know of the pack (format unclip-pack/1)."""

import hashlib
import json
from pathlib import Path

COMMON = {"schedule": "cosine", "variance": "fixed-small", "spacing": "linspace"}
CONDITION = {
    "x": "sample",
    "t": "timestep",
    "embedding": "image_embeds",
    "tokens": "encoder_hidden_states",
    "mask": "attention_mask",
}

CODES = {name: name for name in ("logits", "keys", "values")}


def encoders(logit_scale: float) -> dict:
    """Roles that are one call."""
    return {
        "text-encoder": {
            "file": "text-encoder.onnx",
            "logitScale": round(logit_scale, 2),
            "in": {"ids": "input_ids", "mask": "attention_mask"},
            "out": {"embedding": "text_embeds", "tokens": "last_hidden_state"},
        },
        "image-encoder": {
            "file": "image-encoder.onnx",
            "in": {"pixels": "pixel_values"},
            "out": {"embedding": "image_embeds"},
        },
        "evaluation-text-encoder": {
            "file": "evaluation-text-encoder.onnx",
            "in": {"ids": "input_ids", "mask": "attention_mask"},
            "out": {"embedding": "text_embeds"},
        },
        "evaluation-image-encoder": {
            "file": "evaluation-image-encoder.onnx",
            "in": {"pixels": "pixel_values"},
            "out": {"embedding": "image_embeds"},
        },
        "autoencoder.encode": {
            "file": "autoencoder-encode.onnx",
            "in": {"x": "sample"},
            "out": {"latent": "latent"},
            "scale": 1,
        },
        "autoencoder.decode": {
            "file": "autoencoder-decode.onnx",
            "in": {"latent": "latent"},
            "out": {"x": "sample"},
            "scale": 1,
        },
    }


def diffusers(defaults: dict) -> dict:
    """Roles that are sampled over levels of noise."""
    upsampler = {
        **COMMON,
        "prediction": "sample",
        "clip": {"kind": "range", "value": 1},
        "sampler": "ddim",
        "steps": 4,
        "in": {"x": "sample", "t": "timestep"},
        "out": {"prediction": "out_sample"},
    }
    return {
        "prior": {
            "file": "prior.onnx",
            **COMMON,
            "prediction": "sample",
            "clip": {"kind": "none"},
            **defaults["prior"],
            "scale": 16,
            "in": {**CONDITION, "x": "hidden_states", "embedding": "proj_embedding"},
            "out": {"prediction": "predicted_image_embedding"},
        },
        "decoder": {
            "file": "decoder.onnx",
            "diffuses": "latent",
            "shape": [16, 8, 8],
            **COMMON,
            "prediction": "v",
            "clip": {"kind": "none"},
            **defaults["decoder"],
            "nullEmbedding": "stats.bin#null-embedding",
            "in": CONDITION,
            "out": {"prediction": "out_sample"},
        },
        "upsampler.0": {"file": "upsampler-0.onnx", "from": 64, "to": 256, **upsampler},
        "upsampler.1": {
            "file": "upsampler-1.onnx",
            "from": 256,
            "to": 1024,
            **upsampler,
            "steps": 2,
            "batch": 1,
        },
    }


def autoregressive(recipe: dict, null_dot: int | None) -> dict:
    """The autoregressive prior: the caption once, then code by code."""
    defaults = recipe["defaults"]
    return {
        "autoregressive-prior": {
            "file": "autoregressive-prior-prefix.onnx",
            "dots": recipe["autoregressive-prior"]["size"]["dots"],
            "percentile": 50,
            "nullDot": null_dot,
            **defaults["autoregressive-prior"],
            "in": {
                **{k: CONDITION[k] for k in ("tokens", "mask")},
                "embedding": "proj_embedding",
                "dot": "dot",
            },
            "out": CODES,
        },
        "autoregressive-prior.step": {
            "file": "autoregressive-prior-step.onnx",
            "in": {
                "code": "code",
                "index": "index",
                "mask": "attention_mask",
                "keys": "past_keys",
                "values": "past_values",
            },
            "out": CODES,
        },
    }


def role_entries(recipe: dict, logit_scale: float, null_dot: int | None) -> dict:
    """Every role that a pack may have, by name."""
    return {
        **encoders(logit_scale),
        **diffusers(recipe["defaults"]),
        **autoregressive(recipe, null_dot),
    }


def space(files: dict, encoder: str) -> dict:
    """A joint space is its encoder: trained further, it is another space, and older embeddings are
    refused.
    """
    return {"joint": f"emoji-clip-{files[encoder]['sha256'][:8]}", "width": 256, "unitNorm": True}


def listed(out: Path, tensors: dict) -> dict:
    """Digest and size of each file of the pack in `out` but the manifest."""
    files = {}
    for path in sorted(out.iterdir()):
        stored = path.suffix in (".onnx", ".bin", ".json") and path.name != "model.json"
        if stored or path.name == "LICENSE.md":
            raw = path.read_bytes()
            files[path.name] = {
                "sha256": hashlib.sha256(raw).hexdigest(),
                "bytes": len(raw),
                **({"tensors": tensors[path.name]} if path.name in tensors else {}),
            }
    return files


def write(
    out: Path,
    recipe: dict,
    provenance: dict,
    tensors: dict,
    total_variance: float,
    logit_scale: float,
    null_dot: int | None,
):
    """Written last: it has the digests of everything else in `out`."""
    files = listed(out, tensors)
    manifest = {
        "format": "unclip-pack/1",
        "id": "emoji",
        "title": "Emoji",
        "about": "A small unCLIP trained from scratch on openly licensed emoji artwork: about "
        "two thousand things in ten drawing styles, 64×64 pixels and upsamplers.",
        "license": {"spdx": "CC-BY-4.0", "text": "LICENSE.md"},
        "provenance": provenance,
        "files": files,
        "embedding": {**space(files, "text-encoder.onnx"), "meanGap": "stats.bin#mean-gap"},
        "encoding": {"length": 32, "width": recipe["clip"]["size"]["text"]["width"]},
        "tokenizer": {"file": "tokenizer.json", "length": 32, "pad": 0, "words": "words.json"},
        "imagePreprocess": {
            "size": 64,
            "fit": "pad-white",
            "mean": [0.5, 0.5, 0.5],
            "std": [0.5, 0.5, 0.5],
        },
        "schedules": {"cosine": {"kind": "cosine", "steps": 1000, "precision": "f64"}},
        "roles": {
            name: entry
            for name, entry in role_entries(recipe, logit_scale, null_dot).items()
            if entry["file"] in files
        },
        "pca": {
            "mean": "stats.bin#pca-mean",
            "basis": "stats.bin#pca-basis",
            "eigenvalues": "stats.bin#pca-eigenvalues",
            "count": 96,
            "totalVariance": total_variance,
        },
        "concepts": {"labels": "concepts.json", "embeddings": "concepts.bin#image"},
    }
    if "evaluation-text-encoder.onnx" in files:
        manifest["evaluation"] = space(files, "evaluation-text-encoder.onnx")
    if null_dot is not None:
        size = recipe["autoregressive-prior"]["size"]
        manifest["quantizer"] = {
            **{k: f"stats.bin#ar-{k}" for k in ("mean", "basis", "edges", "values")},
            "count": size["components"],
            "buckets": size["buckets"],
        }
    (out / "model.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
