"""The autoregressive prior (paper 2.2): quantised PCA components of the image embedding, one after
the other.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn


class CachedBlock(nn.Module):
    """Pre-norm block whose keys and values of earlier tokens come in and go out: each
    [B,heads,N,head].
    """

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norm1, self.qkv, self.out = (
            nn.LayerNorm(width),
            nn.Linear(width, 3 * width),
            nn.Linear(width, width),
        )
        self.norm2, self.mlp = (
            nn.LayerNorm(width),
            nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)),
        )

    def forward(self, x, mask, key=None, value=None):
        q, k, v = (
            y.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for y in self.qkv(self.norm1(x)).chunk(3, -1)
        )
        if key is not None:
            k, v = torch.cat([key, k], 2), torch.cat([value, v], 2)
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]) + mask
        x = x + self.out((scores.float().softmax(-1).to(v.dtype) @ v).transpose(1, 2).flatten(2))
        return x + self.mlp(self.norm2(x)), k, v


class AutoregressivePrior(nn.Module):
    """Sequence: [encoded text (32) | z_t | dot-product token | code 0 | code 1 | …]; logits of code
    k are read at the token before it.

    The buckets of a component stand in an order: a code goes in, and its logits come out, as
    `waves` cosines over the buckets with weights of the component's own, so that what is learned of
    one bucket holds for its neighbours. (Free tables of components × buckets had learned nothing
    after 350 steps.) The dot product z_i·z_t has `dots` buckets.
    """

    def __init__(
        self,
        components: int = 32,
        buckets: int = 64,
        dots: int = 32,
        waves: int = 16,
        width: int = 256,
        layers: int = 6,
        heads: int = 4,
        context: int = 224,
        embedding: int = 256,
        length: int = 32,
    ):
        super().__init__()
        self.components, self.buckets, self.length, self.width, self.scale = (
            components,
            buckets,
            length,
            width,
            embedding**0.5,
        )
        self.states, self.embedding = (
            nn.Sequential(nn.LayerNorm(context), nn.Linear(context, width)),
            nn.Linear(embedding, width),
        )
        self.dot, self.code = (
            nn.Embedding(dots, width),
            nn.Parameter(torch.randn(components, waves, width) / waves**0.5),
        )
        middles = (torch.arange(buckets) + 0.5) / buckets
        self.register_buffer(
            "waves", torch.cos(math.pi * middles[:, None] * torch.arange(waves)), persistent=False
        )
        self.position = nn.Parameter(torch.randn(length + 2 + components, width) * 0.02)
        self.blocks = nn.ModuleList(CachedBlock(width, heads) for _ in range(layers))
        self.norm, self.head = (
            nn.LayerNorm(width),
            nn.Parameter(torch.randn(components, width, waves) * 0.1 / width**0.5),
        )

    def prefix(self, states, embedding, dot):
        """states [B,L≤32,C], embedding [B,256] of norm 1, dot i64 [B] → tokens [B,L+2,W]."""
        told = (
            torch.stack([self.embedding(embedding * self.scale), self.dot(dot)], 1)
            + self.position[self.length : self.length + 2]
        )
        return torch.cat([self.states(states) + self.position[: states.shape[1]], told], 1)

    def tokens(self, codes):
        """Codes i64 [B,n] of components 0 … n−1 → tokens [B,n,W]."""
        n = codes.shape[1]
        return (
            torch.einsum("bnr,nrw->bnw", self.waves[codes], self.code[:n])
            + self.position[self.length + 2 :][:n]
        )

    def logits(self, x):
        """Tokens x [B,n,W] that stand before codes 0 … n−1 → [B,n,buckets]."""
        return (
            torch.einsum("bnw,nwr->bnr", self.norm(x), self.head[: x.shape[1]]).float()
            @ self.waves.T
        )

    def forward(self, states, mask, embedding, dot, codes):
        """Teacher forcing: codes i64 [B,components] → logits [B,components,buckets]; states and
        mask may end with the longest caption.
        """
        x = torch.cat([self.prefix(states, embedding, dot), self.tokens(codes[:, :-1])], 1)
        n, length = x.shape[1], states.shape[1]
        seen = F.pad(mask.float(), (0, n - length), value=1.0)
        allowed = (1 - seen)[:, None, None, :] * -1e4 + torch.full(
            (n, n), -1e4, device=x.device
        ).triu(1)
        for block in self.blocks:
            x, _, _ = block(x, allowed)
        return self.logits(x[:, length + 1 :])


class PrefixStep(nn.Module):
    """encoder_hidden_states, attention_mask bool, proj_embedding, dot i64 [B] → logits [B,buckets]
    of code 0, keys and values [layers,B,heads,34,head].
    """

    def __init__(self, prior: AutoregressivePrior):
        super().__init__()
        self.prior = prior

    def forward(self, encoder_hidden_states, attention_mask, proj_embedding, dot):
        p = self.prior
        x = p.prefix(encoder_hidden_states, proj_embedding, dot)
        n = x.shape[1]
        allowed = (1 - F.pad(attention_mask.float(), (0, 2), value=1.0))[
            :, None, None, :
        ] * -1e4 + torch.full((n, n), -1e4).triu(1)
        keys, values = [], []
        for block in p.blocks:
            x, k, v = block(x, allowed)
            keys.append(k), values.append(v)
        return p.logits(x[:, -1:])[:, 0], torch.stack(keys), torch.stack(values)


class CodeStep(nn.Module):
    """code i64 [B], index i64 [] (which component the code is), attention_mask, past keys and
    values → logits of the next code, longer keys and values.
    """

    def __init__(self, prior: AutoregressivePrior):
        super().__init__()
        self.prior = prior

    def forward(self, code, index, attention_mask, past_keys, past_values):
        p = self.prior
        x = (p.waves[code] @ p.code[index] + p.position[p.length + 2 + index])[:, None]
        allowed = (1 - attention_mask.float())[:, None, None, :] * -1e4
        allowed = torch.cat(
            [
                allowed,
                torch.zeros_like(past_keys[0, :, :1, p.length :, :1]).transpose(2, 3),
                torch.zeros_like(allowed[..., :1]),
            ],
            -1,
        )
        keys, values = [], []
        for k, block in enumerate(p.blocks):
            x, key, value = block(x, allowed, past_keys[k], past_values[k])
            keys.append(key), values.append(value)
        return (
            p.norm(x[:, 0]) @ p.head[index + 1] @ p.waves.T,
            torch.stack(keys),
            torch.stack(values),
        )
