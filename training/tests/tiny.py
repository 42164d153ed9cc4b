"""A recipe as small as the networks allow, and weights that let every layer matter."""

import torch

WIDTH = 16

RECIPE = {
    "clip": {
        "size": {
            "text": {"vocabulary": 4096, "width": WIDTH, "layers": 1, "heads": 2},
            "image": {"widths": [16, 16, 16, 16]},
        }
    },
    "evaluation-clip": {
        "size": {
            "text": {"vocabulary": 4096, "width": WIDTH, "layers": 1, "heads": 2},
            "image": {"widths": [16, 16, 16, 16]},
        }
    },
    "autoencoder": {"size": {"width": 32}},
    "decoder": {"size": {"widths": [16, 32], "middle": 1, "context": WIDTH, "emb": 32}},
    "prior": {"size": {"width": 32, "layers": 1, "heads": 2, "context": WIDTH}},
    "autoregressive-prior": {
        "size": {
            "components": 5,
            "buckets": 8,
            "dots": 4,
            "waves": 4,
            "width": 32,
            "layers": 2,
            "heads": 2,
            "context": WIDTH,
        }
    },
    "upsampler-0": {"size": {"widths": [16, 16]}},
    "upsampler-1": {"size": {"widths": [16, 16]}},
    "defaults": {"prior": {}, "decoder": {}, "autoregressive-prior": {}},
}


@torch.no_grad()
def shaken(network: torch.nn.Module) -> torch.nn.Module:
    """The network with noise on every weight: some start at zero and would hide what they do."""
    for parameter in network.parameters():
        parameter.add_(torch.randn(parameter.shape) * 0.05)
    return network.eval()
