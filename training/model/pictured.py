"""A decoder that sees of an image embedding what image embeddings have, and overlooks what only
arithmetic adds.

Pictures differ along few principal components of their embeddings; a difference of captions reaches
far along others, to where no picture lies and a decoder has learned nothing: it draws noise.
"""

import torch
import torch.nn.functional as F
from torch import nn

PICTURED = (
    20  # components that hold almost all of what pictures are told apart by; they are never touched
)
KEPT, LOST = (
    4,
    8,
)  # deviations up to which a further component is kept whole, and from which it is gone
NULL = 1e-3  # the null embedding is no picture's: what equals it passes


def pca(z: torch.Tensor, count: int):
    """Mean [D], basis [count,D] (rows orthonormal, by falling eigenvalue) and eigenvalues [count]
    of z [N,D], and the sum of all eigenvalues.
    """
    mean = z.double().mean(0)
    _, s, v = torch.linalg.svd(z.double() - mean, full_matrices=False)
    variance = s**2 / len(z)
    return mean.float(), v[:count].float(), variance[:count].float(), variance.sum().item()


class Pictured(nn.Module):
    """`decoder`, its image_embeds [B,D] of norm 1 freed of what lies beyond KEPT deviations along
    components PICTURED to `components`.
    """

    def __init__(self, decoder: nn.Module, components: int = 96):
        super().__init__()
        self.decoder, self.components, width, beyond = (
            decoder,
            components,
            len(decoder.null),
            components - PICTURED,
        )
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("basis", torch.zeros(beyond, width))
        self.register_buffer("deviation", torch.ones(beyond))

    def know(self, mean, basis, eigenvalues):
        """Takes the mean [D], basis [components,D] and eigenvalues [components] of pictures'
        embeddings, as pca tells them.
        """
        self.mean.copy_(mean)
        self.basis.copy_(basis[PICTURED:])
        self.deviation.copy_(eigenvalues[PICTURED:].sqrt())
        return self

    def faded(self, z):
        """z without its strays; one that has none is unchanged, whatever the precision of the
        basis.
        """
        along = (z - self.mean) @ self.basis.T
        stray = along * ((along.abs() / self.deviation - KEPT) / (LOST - KEPT)).clamp(0, 1)
        null = (z - self.decoder.null).abs().amax(1, keepdim=True) < NULL
        return torch.where(null, z, F.normalize(z - stray @ self.basis, dim=1))

    def forward(self, sample, timestep, image_embeds, encoder_hidden_states, attention_mask):
        return self.decoder(
            sample, timestep, self.faded(image_embeds), encoder_hidden_states, attention_mask
        )
