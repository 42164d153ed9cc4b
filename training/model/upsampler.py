"""Upsamplers 64→256 and 256→1024 (paper 2.1): convolutions only, the low-resolution picture on
extra channels.
"""

import torch
import torch.nn.functional as F
from torch import nn

from model.layers import Norm, ResBlock, time_features


class Upsampler(nn.Module):
    """sample [B,6,S,S] (x_t on channels 0–2, the enlarged low picture on 3–5), timestep i64 [] or
    [B] → x0 [B,3,S,S].

    The network works on 4×4 patches and predicts ten times what is missing from the enlarged
    picture, which has std ~1.
    """

    def __init__(self, widths=(48, 96), emb: int = 128):
        super().__init__()
        a, b = widths
        self.time = nn.Sequential(nn.Linear(64, emb), nn.SiLU(), nn.Linear(emb, emb), nn.SiLU())
        self.stem = nn.Conv2d(96, a, 3, padding=1)
        self.enter = ResBlock(a, a, emb)
        self.shrink = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.low = nn.ModuleList([ResBlock(b, b, emb), ResBlock(b, b, emb)])
        self.grow = nn.Conv2d(b, 4 * a, 1)
        self.leave = nn.ModuleList([ResBlock(2 * a, a, emb), ResBlock(a, a, emb)])
        self.norm, self.head = Norm(a), nn.Conv2d(a, 48, 3, padding=1)
        nn.init.zeros_(self.head.weight), nn.init.zeros_(self.head.bias)

    def forward(self, sample, timestep):
        emb = self.time(time_features(timestep, 64))
        h = self.enter(self.stem(F.pixel_unshuffle(sample, 4)), emb)
        x = self.shrink(h)
        for block in self.low:
            x = block(x, emb)
        x = self.leave[0](torch.cat([F.pixel_shuffle(self.grow(x), 2), h], 1), emb)
        x = self.leave[1](x, emb)
        return sample[:, 3:] + F.pixel_shuffle(self.head(F.silu(self.norm(x))), 4).float() / 10
