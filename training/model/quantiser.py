"""Image embeddings as codes: PCA components in order of eigenvalue, each in quantile buckets (paper
2.2: 319 of 1,024).
"""

import torch
from torch import nn


class Quantiser(nn.Module):
    """z [B,256] ⇄ codes i64 [B,components]; the dot product z_i·z_t ⇄ one of `dots` buckets."""

    def __init__(
        self, components: int = 32, buckets: int = 64, dots: int = 32, embedding: int = 256
    ):
        super().__init__()
        self.register_buffer("mean", torch.zeros(embedding))
        self.register_buffer("basis", torch.zeros(components, embedding))
        self.register_buffer("edges", torch.zeros(components, buckets - 1))
        self.register_buffer("values", torch.zeros(components, buckets))
        self.register_buffer("dot_edges", torch.zeros(dots - 1))

    @torch.no_grad()
    def fit(self, z, dot):
        """z [N,256] of pictures, dot [N] with their own captions: basis, bucket edges and the mean
        of each bucket.
        """
        components, buckets = self.values.shape
        self.mean.copy_(z.mean(0))
        _, _, v = torch.linalg.svd(z - self.mean, full_matrices=False)
        self.basis.copy_(v[:components])
        x = (z - self.mean) @ self.basis.T
        self.edges.copy_(torch.quantile(x, torch.linspace(0, 1, buckets + 1)[1:-1], dim=0).T)
        codes = self.codes(z)
        for k in range(components):
            total = torch.zeros(buckets).index_add_(0, codes[:, k], x[:, k])
            self.values[k] = total / torch.bincount(codes[:, k], minlength=buckets).clamp(min=1)
        self.dot_edges.copy_(
            torch.quantile(dot, torch.linspace(0, 1, len(self.dot_edges) + 2)[1:-1])
        )

    def codes(self, z):
        x = ((z - self.mean) @ self.basis.T).T.contiguous()
        return torch.searchsorted(self.edges, x).T

    def embedding(self, codes):
        x = torch.stack([self.values[k][codes[:, k]] for k in range(codes.shape[1])], 1)
        return x @ self.basis + self.mean

    def dots(self, dot):
        return torch.searchsorted(self.dot_edges, dot)
