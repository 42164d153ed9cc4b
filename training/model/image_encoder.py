"""CLIP's image half: a small residual network with attention pooling (paper 2: ViT-H/16)."""

import torch
import torch.nn.functional as F
from torch import nn

from model.layers import Attention, Norm, ResBlock


class ImageEncoder(nn.Module):
    """pixel_values f32 [B,3,64,64] in [-1,1] → image_embeds f32 [B,256] of norm 1."""

    def __init__(self, widths=(48, 96, 192, 256), blocks: int = 1, embedding: int = 256):
        super().__init__()
        stages = [nn.Conv2d(12, widths[0], 3, padding=1)]
        for cin, cout in zip(widths, widths[1:]):
            stages += [
                nn.Conv2d(cin, cout, 3, stride=2, padding=1),
                *(ResBlock(cout, cout) for _ in range(blocks)),
            ]
        self.stages = nn.Sequential(*stages)
        last = widths[-1]
        self.norm, self.position = Norm(last), nn.Parameter(torch.randn(16, last) * 0.02)
        self.query, self.pool = nn.Parameter(torch.randn(1, 1, last) * 0.02), Attention(last, 4)
        nn.init.xavier_uniform_(self.pool.out.weight)
        self.project = nn.Linear(2 * last, embedding, bias=False)

    def forward(self, pixel_values):
        x = F.silu(self.norm(self.stages(F.pixel_unshuffle(pixel_values, 2))))
        x = x.flatten(2).transpose(1, 2)
        seen = self.pool(
            torch.cat(
                [self.query.expand(x.shape[0], -1, -1).to(x.dtype), x + self.position.to(x.dtype)],
                1,
            )
        )[:, 0]
        return F.normalize(self.project(torch.cat([seen, x.mean(1)], -1)).float(), dim=-1)
