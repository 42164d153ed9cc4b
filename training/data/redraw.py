"""Pictures as another hand might have drawn them: so that CLIP reads a drawing style that it never
saw.
"""

import numpy as np
import torch
import torch.nn.functional as F


def redraw(rng: np.random.Generator, x: torch.Tensor) -> torch.Tensor:
    """x f32 [n,3,H,W] in [0,1] → the same things bent a little, outlined, flattened, washed out or
    in other light, each by its own draw.
    """
    n = len(x)

    def draws(low: float, high: float, chance: float = 1.0, rest: float = 0.0) -> torch.Tensor:
        """[n,1,1,1]: uniform in [low, high) with this chance, else `rest`."""
        values = np.where(rng.random(n) < chance, rng.uniform(low, high, n), rest)
        return torch.tensor(values, dtype=torch.float32, device=x.device)[:, None, None, None]

    x = bent(rng, x, 0.05)
    lines = strokes(x, draws(0.05, 0.2), draws(0, 1) < 0.5)
    levels = draws(3, 6).floor()
    flat = F.avg_pool2d(F.pad(x, (2, 2, 2, 2), mode="replicate"), 5, 1)
    x = torch.lerp(x, (flat * levels).round() / levels, draws(0.5, 1, chance=0.5))
    grey = x.mean(1, keepdim=True)
    x = grey + (x - grey) * draws(0.4, 1.5, chance=0.6, rest=1.0)
    x = x.clamp(0, 1) ** draws(0.6, 1.6, chance=0.6, rest=1.0)
    x = torch.lerp(x, torch.ones_like(x), draws(0.2, 0.75, chance=0.5))
    ink = draws(0, 0.25)
    return torch.lerp(x, ink.expand_as(x), lines * draws(0.7, 1, chance=0.75)).clamp(0, 1)


def bent(rng: np.random.Generator, x: torch.Tensor, by: float) -> torch.Tensor:
    """x moved smoothly, each of 4×4 places by up to `by` of the half width: lines that another hand
    drew.
    """
    n, _, h, w = x.shape
    shift = torch.tensor(rng.uniform(-by, by, (n, 2, 4, 4)), dtype=torch.float32, device=x.device)
    shift = F.interpolate(shift, (h, w), mode="bicubic", align_corners=True).permute(0, 2, 3, 1)
    plain = torch.eye(2, 3, device=x.device).expand(n, 2, 3)
    return F.grid_sample(
        x,
        F.affine_grid(plain, list(x.shape), align_corners=False) + shift,
        padding_mode="border",
        align_corners=False,
    )


def strokes(x: torch.Tensor, least: torch.Tensor, thick: torch.Tensor) -> torch.Tensor:
    """How much of each pixel [n,1,H,W] a line covers that follows the edges of x; `least` is the
    faintest edge drawn, `thick` where lines are 3 pixels wide.
    """
    edges = sum(
        F.pad(x.diff(dim=d), (0, 1, 0, 0) if d == 3 else (0, 0, 0, 1)).abs().amax(1, keepdim=True)
        for d in (2, 3)
    )
    lines = ((edges - least) * 6).clamp(0, 1)
    return torch.where(thick, F.max_pool2d(lines, 3, 1, 1), lines)
