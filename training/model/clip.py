"""The two encoders and their temperature (paper 2: CLIP, frozen once trained)."""

import math

import torch
from torch import nn

from model.image_encoder import ImageEncoder
from model.text_encoder import TextEncoder


class Clip(nn.Module):
    def __init__(self, text: dict, image: dict):
        super().__init__()
        self.text, self.image = TextEncoder(**text), ImageEncoder(**image)
        self.log_scale = nn.Parameter(torch.tensor(math.log(14.0)))

    def scale(self):
        return self.log_scale.exp().clamp(max=100)
