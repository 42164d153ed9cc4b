"""unCLIP's decoder (paper 2.1) as a small U-Net: over 8×8 latents, or over 64×64 pixels in patches
of 4×4.
"""

import torch
import torch.nn.functional as F
from torch import nn

from model.layers import Attention, Norm, ResBlock, additive, time_features


class Attend(nn.Module):
    """Attention over the positions of x [B,C,H,W] with the context tokens as added keys."""

    def __init__(self, width: int, context: int):
        super().__init__()
        self.norm, self.attention = Norm(width), Attention(width, max(1, width // 64), context)

    def forward(self, x, context, mask):
        y = self.norm(x).flatten(2).transpose(1, 2)
        mask = F.pad(mask, (0, y.shape[1]))
        return x + self.attention(y, mask, context).transpose(1, 2).reshape(x.shape)


class Decoder(nn.Module):
    """sample [B,C,H,W], timestep i64 [] or [B], image_embeds [B,256], encoder_hidden_states
    [B,L,W], attention_mask [B,L] → v of latents (C,H,W = 16,8,8) or x0 of pixels (3,64,64), as the
    recipe says.

    The image embedding is projected and added to the time embedding, and projected to 4 context
    tokens that stand before the text encoder's. `null` stands for a dropped embedding; the encoding
    of "" for a dropped text.
    """

    def __init__(
        self,
        channels: int = 16,
        patch: int = 1,
        widths=(160, 256),
        middle: int = 3,
        context: int = 224,
        embedding: int = 256,
        emb: int = 512,
    ):
        super().__init__()
        self.patch, channels = patch, channels * patch**2
        a, b = widths
        self.null = nn.Parameter(torch.randn(embedding) / embedding**0.5)
        self.scale = embedding**0.5
        self.time = nn.Sequential(nn.Linear(128, emb), nn.SiLU(), nn.Linear(emb, emb))
        self.add = nn.Linear(embedding, emb)
        self.tokens = nn.Linear(embedding, 4 * context)
        self.text = nn.Sequential(nn.LayerNorm(context), nn.Linear(context, context))
        self.stem = nn.Conv2d(channels, a, 3, padding=1)
        self.down = nn.ModuleList([ResBlock(a, a, emb), ResBlock(a, a, emb)])
        self.look = Attend(a, context)
        self.shrink = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.low = ResBlock(b, b, emb)
        self.middle = nn.ModuleList(ResBlock(b, b, emb) for _ in range(middle))
        self.attend = nn.ModuleList(Attend(b, context) for _ in range(middle))
        self.join = ResBlock(2 * b, b, emb)
        self.grow = nn.Conv2d(b, a, 3, padding=1)
        self.up = nn.ModuleList([ResBlock(2 * a, a, emb), ResBlock(2 * a, a, emb)])
        self.relook = Attend(a, context)
        self.norm, self.head = Norm(a), nn.Conv2d(a, channels, 3, padding=1)
        nn.init.zeros_(self.head.weight), nn.init.zeros_(self.head.bias)

    def forward(self, sample, timestep, image_embeds, encoder_hidden_states, attention_mask):
        z = image_embeds * self.scale
        emb = F.silu(self.time(time_features(timestep, 128)) + self.add(z))
        context = torch.cat(
            [self.tokens(z).unflatten(-1, (4, -1)), self.text(encoder_hidden_states)], 1
        )
        mask = F.pad(additive(attention_mask), (4, 0))
        h0 = self.stem(F.pixel_unshuffle(sample, self.patch) if self.patch > 1 else sample)
        h1 = self.down[0](h0, emb)
        h2 = self.look(self.down[1](h1, emb), context, mask)
        x = skip = self.low(self.shrink(h2), emb)
        for block, attend in zip(self.middle, self.attend):
            x = attend(block(x, emb), context, mask)
        x = self.join(torch.cat([x, skip], 1), emb)
        x = self.grow(F.interpolate(x, scale_factor=2.0, mode="nearest"))
        x = self.up[0](torch.cat([x, h2], 1), emb)
        x = self.relook(self.up[1](torch.cat([x, h1], 1), emb), context, mask)
        x = self.head(F.silu(self.norm(x))).float()
        return F.pixel_shuffle(x, self.patch) if self.patch > 1 else x
