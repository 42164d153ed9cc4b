"""CLIP's text half and the decoder's text encoding in one (paper 2.1: GLIDE's own text encoder;
here CLIP's states are shared).
"""

import torch
import torch.nn.functional as F
from torch import nn

from model.layers import Block, additive


class TextEncoder(nn.Module):
    """input_ids i64 [B,32], attention_mask i64 [B,32] → text_embeds [B,256] of norm 1,
    last_hidden_state [B,32,W].

    Every token sees every real token; the embedding is read from the mean of the real ones.
    """

    def __init__(
        self,
        vocabulary: int = 4096,
        width: int = 224,
        layers: int = 4,
        heads: int = 4,
        length: int = 32,
        embedding: int = 256,
    ):
        super().__init__()
        self.token, self.position = (
            nn.Embedding(vocabulary, width),
            nn.Parameter(torch.randn(length, width) * 0.01),
        )
        nn.init.normal_(self.token.weight, std=0.02)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm, self.project = nn.LayerNorm(width), nn.Linear(width, embedding, bias=False)

    def forward(self, input_ids, attention_mask):
        x = self.token(input_ids) + self.position[: input_ids.shape[1]]
        mask = additive(attention_mask)
        for block in self.blocks:
            x = block(x, mask)
        states = self.norm(x).float()
        real = attention_mask.float()[:, :, None]
        pooled = (states * real).sum(1) / real.sum(1)
        return F.normalize(self.project(pooled).float(), dim=-1), states
