"""The diffusion prior (paper 2.2): a causal transformer that predicts the un-noised image
embedding.
"""

import torch
import torch.nn.functional as F
from torch import nn

from model.layers import Block, time_features


class Prior(nn.Module):
    """hidden_states [B,256] (z·scale, noised), timestep i64 [] or [B], proj_embedding [B,256]
    (text, norm 1), encoder_hidden_states [B,L,W], attention_mask bool [B,L] → z·scale [B,256].

    Order of the sequence: encoded text, text embedding, time, noised image embedding, learned
    query.
    """

    def __init__(
        self,
        width: int = 256,
        layers: int = 6,
        heads: int = 4,
        context: int = 224,
        embedding: int = 256,
        length: int = 32,
    ):
        super().__init__()
        self.width, self.scale = width, embedding**0.5
        self.states, self.embedding = (
            nn.Sequential(nn.LayerNorm(context), nn.Linear(context, width)),
            nn.Linear(embedding, width),
        )
        self.time = nn.Sequential(nn.Linear(128, width), nn.SiLU(), nn.Linear(width, width))
        self.noised = nn.Linear(embedding, width)
        self.query = nn.Parameter(torch.randn(width) * 0.02)
        self.text_position, self.position = (
            nn.Parameter(torch.randn(length, width) * 0.02),
            nn.Parameter(torch.randn(4, width) * 0.02),
        )
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, embedding)
        self.register_buffer(
            "causal", torch.full((length + 4, length + 4), -1e4).triu(1), persistent=False
        )

    def forward(
        self, hidden_states, timestep, proj_embedding, encoder_hidden_states, attention_mask
    ):
        text = self.states(encoder_hidden_states)
        length = text.shape[1]
        time = self.time(time_features(timestep, 128)).expand(text.shape[0], -1)
        last = torch.stack(
            [
                self.embedding(proj_embedding * self.scale),
                time,
                self.noised(hidden_states),
                self.query.expand(text.shape[0], -1),
            ],
            1,
        )
        x = torch.cat([text + self.text_position[:length], last + self.position], 1)
        seen = F.pad(attention_mask.float(), (0, 4), value=1.0)
        mask = (1 - seen)[:, None, None, :] * -1e4 + self.causal[: length + 4, : length + 4]
        for block in self.blocks:
            x = block(x, mask)
        return self.head(self.norm(x[:, -1])).float()
