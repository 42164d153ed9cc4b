"""Blocks that several roles share."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class Norm(nn.GroupNorm):
    """GroupNorm in f32 whatever the autocast; [B,C,H,W]."""

    def __init__(self, channels: int, group: int = 16):
        super().__init__(max(1, channels // group), channels)

    def forward(self, x):
        with torch.autocast(x.device.type, enabled=False):
            return F.group_norm(x.float(), self.num_groups, self.weight, self.bias, self.eps).to(
                x.dtype
            )


class ResBlock(nn.Module):
    """x [B,Cin,H,W], emb [B,E] or None → [B,Cout,H,W]; emb enters as scale and shift (ADM)."""

    def __init__(self, cin: int, cout: int, emb: int = 0):
        super().__init__()
        self.norm1, self.conv1 = Norm(cin), nn.Conv2d(cin, cout, 3, padding=1)
        self.norm2, self.conv2 = Norm(cout), nn.Conv2d(cout, cout, 3, padding=1)
        self.emb = nn.Linear(emb, 2 * cout) if emb else None
        self.skip = nn.Conv2d(cin, cout, 1) if cin != cout else nn.Identity()
        nn.init.zeros_(self.conv2.weight), nn.init.zeros_(self.conv2.bias)

    def forward(self, x, emb=None):
        h = self.norm2(self.conv1(F.silu(self.norm1(x))))
        if self.emb is not None:
            scale, shift = self.emb(emb)[:, :, None, None].chunk(2, 1)
            h = h * (1 + scale) + shift
        return self.skip(x) + self.conv2(F.silu(h))


class Attention(nn.Module):
    """Queries from x [B,N,W]; keys and values from x and, where given, context [B,M,C] (added keys,
    as in GLIDE).

    mask: f32, broadcast to [B,1,N,M+N], 0 where a key may be seen and -1e4 where not (context
    first).
    """

    def __init__(self, width: int, heads: int, context: int = 0):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.context = nn.Linear(context, 2 * width) if context else None
        nn.init.zeros_(self.out.weight), nn.init.zeros_(self.out.bias)

    def split(self, x):
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x, mask=None, context=None):
        q, k, v = (self.split(y) for y in self.qkv(x).chunk(3, -1))
        if context is not None:
            ck, cv = (self.split(y) for y in self.context(context).chunk(2, -1))
            k, v = torch.cat([ck, k], 2), torch.cat([cv, v], 2)
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        if mask is not None:
            scores = scores + mask
        return self.out((scores.float().softmax(-1).to(v.dtype) @ v).transpose(1, 2).flatten(2))


class Block(nn.Module):
    """Pre-norm transformer block; x [B,N,W], mask as in Attention."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(width), Attention(width, heads)
        self.norm2, self.mlp = (
            nn.LayerNorm(width),
            nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)),
        )

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))


def additive(mask):
    """bool or int [B,L], true where a token is real → f32 [B,1,1,L] for Attention."""
    return (1.0 - mask.float())[:, None, None, :] * -1e4


def time_features(t, width: int):
    """t [B] or a scalar, levels 0..999 → [B or 1, width] sinusoids, cosines first (diffusers: flip,
    shift 0).
    """
    half = width // 2
    frequency = torch.exp(-math.log(10000.0) * torch.arange(half, device=t.device) / half)
    angle = t.float().reshape(-1, 1) * frequency
    return torch.cat([angle.cos(), angle.sin()], -1)
