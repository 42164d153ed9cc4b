"""64×64 pictures ⇄ 8×8 latents of 16 channels, for the latent decoder (the paper's decoder diffuses
pixels; Kandinsky 2 latents).
"""

import torch
import torch.nn.functional as F
from torch import nn

from model.layers import Norm, ResBlock


class Encoder(nn.Module):
    """sample f32 [B,3,64,64] in [-1,1] → latent f32 [B,16,8,8], standardised per channel by the
    buffers.
    """

    def __init__(self, width: int = 64, latent: int = 16):
        super().__init__()
        w = width
        self.stem = nn.Conv2d(48, w, 3, padding=1)
        self.fine = nn.Sequential(ResBlock(w, w), ResBlock(w, w))
        self.down = nn.Conv2d(w, 2 * w, 3, stride=2, padding=1)
        self.coarse = nn.Sequential(
            ResBlock(2 * w, 2 * w),
            ResBlock(2 * w, 2 * w),
            Norm(2 * w),
            nn.SiLU(),
            nn.Conv2d(2 * w, latent, 3, padding=1),
        )
        self.register_buffer("mean", torch.zeros(latent))
        self.register_buffer("std", torch.ones(latent))

    def raw(self, x):
        z = self.coarse(self.down(self.fine(self.stem(F.pixel_unshuffle(x, 4))))).float()
        return z * torch.rsqrt(0.1 + z.square().mean(1, keepdim=True))

    def forward(self, x):
        return (self.raw(x) - self.mean[:, None, None]) / self.std[:, None, None]


class Decoder(nn.Module):
    """latent f32 [B,16,8,8] → sample f32 [B,3,64,64]."""

    def __init__(self, width: int = 64, latent: int = 16):
        super().__init__()
        w = width

        def up(cin, cout):
            return nn.Sequential(nn.Conv2d(cin, 4 * cout, 1), nn.PixelShuffle(2))

        self.at8 = nn.Sequential(
            nn.Conv2d(latent, 2 * w, 3, padding=1), ResBlock(2 * w, 2 * w), ResBlock(2 * w, 2 * w)
        )
        self.at16 = nn.Sequential(up(2 * w, w), ResBlock(w, w), ResBlock(w, w))
        self.at32 = nn.Sequential(up(w, w // 2), ResBlock(w // 2, w // 2), ResBlock(w // 2, w // 2))
        self.at64 = nn.Sequential(
            up(w // 2, w // 4),
            ResBlock(w // 4, w // 4),
            Norm(w // 4),
            nn.SiLU(),
            nn.Conv2d(w // 4, 3, 3, padding=1),
        )
        self.register_buffer("mean", torch.zeros(latent))
        self.register_buffer("std", torch.ones(latent))

    def raw(self, z):
        return self.at64(self.at32(self.at16(self.at8(z)))).float()

    def forward(self, z):
        return self.raw(z * self.std[:, None, None] + self.mean[:, None, None])


class Autoencoder(nn.Module):
    def __init__(self, width: int = 64, latent: int = 16):
        super().__init__()
        self.encoder, self.decoder = Encoder(width, latent), Decoder(width, latent)

    @torch.no_grad()
    def standardise(self, latents):
        """latents [N,16,8,8] of `raw`: from now on each channel has mean 0 and std 1."""
        for half in (self.encoder, self.decoder):
            half.mean.copy_(latents.mean((0, 2, 3)))
            half.std.copy_(latents.std((0, 2, 3)))
