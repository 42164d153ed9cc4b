"""The text half of CLIP on top of a pretrained sentence encoder (all-MiniLM-L6-v2: BERT, 6 layers
of 384).
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from model.layers import additive


class BertLayer(nn.Module):
    """Post-norm transformer layer of BERT; x [B,N,W], mask as additive() makes it."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, mask):
        q, k, v = (
            y.unflatten(-1, (self.heads, -1)).transpose(1, 2) for y in self.qkv(x).chunk(3, -1)
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]) + mask
        x = self.norm1(
            x + self.out((scores.float().softmax(-1).to(v.dtype) @ v).transpose(1, 2).flatten(2))
        )
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class SentenceEncoder(nn.Module):
    """input_ids i64 [B,L], attention_mask i64 [B,L] → text_embeds [B,256] of norm 1,
    last_hidden_state [B,L,224]; L ≤ 32.

    The sentence embedding is the mean of the real tokens' states, as MiniLM was trained; two heads
    lead from the sentence encoder to CLIP's space and to the token states that prior and decoder
    read.
    """

    def __init__(
        self,
        vocabulary: int,
        width: int = 384,
        layers: int = 6,
        heads: int = 12,
        length: int = 32,
        embedding: int = 256,
        states: int = 224,
    ):
        super().__init__()
        self.token, self.position = (
            nn.Embedding(vocabulary, width),
            nn.Parameter(torch.zeros(length, width)),
        )
        self.norm = nn.LayerNorm(width, 1e-12)
        self.blocks = nn.ModuleList(BertLayer(width, heads) for _ in range(layers))
        self.project, self.bend = (
            nn.Linear(width, embedding),
            nn.Sequential(nn.Linear(width, 768), nn.GELU(), nn.Linear(768, embedding)),
        )
        self.states = nn.Sequential(nn.Linear(width, states), nn.LayerNorm(states))
        nn.init.zeros_(self.bend[2].weight), nn.init.zeros_(self.bend[2].bias)

    def sentence(self, input_ids, attention_mask):
        """States [B,L,W] and their mean over the real tokens [B,W]."""
        x = self.norm(self.token(input_ids) + self.position[: input_ids.shape[1]])
        mask = additive(attention_mask)
        for block in self.blocks:
            x = block(x, mask)
        real = attention_mask.float()[:, :, None]
        return x, (x.float() * real).sum(1) / real.sum(1)

    def forward(self, input_ids, attention_mask):
        x, mean = self.sentence(input_ids, attention_mask)
        return F.normalize((self.project(mean) + self.bend(mean)).float(), dim=-1), self.states(
            x
        ).float()
