"""Names of colours, so that captions can say what a picture looks like."""

import numpy as np

NAMES = [
    "black",
    "white",
    "gray",
    "red",
    "orange",
    "yellow",
    "green",
    "light blue",
    "blue",
    "purple",
    "pink",
    "brown",
]

# A few values of each name: what backgrounds and recoloured drawings are painted with.
PAINTS = {
    "black": [(20, 20, 22), (45, 45, 48)],
    "white": [(255, 255, 255)],
    "gray": [(140, 142, 145), (190, 190, 192)],
    "red": [(220, 40, 45), (240, 70, 60)],
    "orange": [(245, 140, 35), (255, 160, 70)],
    "yellow": [(252, 212, 50), (255, 225, 90)],
    "green": [(60, 160, 70), (120, 195, 90)],
    "light blue": [(110, 200, 240), (150, 215, 245)],
    "blue": [(45, 95, 215), (65, 125, 235)],
    "purple": [(130, 75, 190), (160, 105, 215)],
    "pink": [(245, 120, 175), (250, 165, 200)],
    "brown": [(130, 80, 50), (160, 105, 70)],
}


def name_of(rgb: np.ndarray) -> np.ndarray:
    """f32 [...,3] in [0,1] → int index into NAMES."""
    hi, lo = rgb.max(-1), rgb.min(-1)
    span = np.maximum(hi - lo, 1e-6)
    r, g, b = np.moveaxis(rgb, -1, 0)
    hue = (
        np.where(
            hi == r, (g - b) / span % 6, np.where(hi == g, (b - r) / span + 2, (r - g) / span + 4)
        )
        * 60
    )
    sat = span / np.maximum(hi, 1e-6)
    out = np.select(
        [hue < 14, hue < 41, hue < 68, hue < 168, hue < 202, hue < 255, hue < 292, hue < 342],
        [3, 4, 5, 6, 7, 8, 9, 10],
        3,
    )
    out = np.where((out == 4) & (hi < 0.72), 11, out)
    out = np.where((out == 5) & (hi < 0.5), 11, out)
    out = np.where((out == 3) & (hi < 0.5) & (hue < 30), 11, out)
    out = np.where((out == 8) & (hi > 0.85) & (sat < 0.45), 7, out)
    out = np.where((out == 3) & (sat < 0.5) & (hi > 0.8), 10, out)
    out = np.where(sat < 0.15, np.where(hi > 0.87, 1, 2), out)
    return np.where(hi < 0.24, 0, out)


def dominant(rgba: np.ndarray) -> list[str]:
    """uint8 [4,H,W] → up to two colour names, the larger first."""
    x = rgba[:, ::2, ::2].reshape(4, -1)
    x = x[:3, x[3] > 128].T / np.float32(255)
    if len(x) < 20:
        return []
    share = np.bincount(name_of(x), minlength=len(NAMES)) / len(x)
    order = np.argsort(-share)
    return [NAMES[i] for i, least in zip(order, (0.3, 0.22)) if share[i] >= least]


def hue_matrix(degrees: float) -> np.ndarray:
    """f32 [3,3]: rotates the hue of RGB and keeps its luma (YIQ rotation)."""
    yiq = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return (np.linalg.inv(yiq) @ np.array([[1, 0, 0], [0, c, -s], [0, s, c]]) @ yiq).astype(
        np.float32
    )
