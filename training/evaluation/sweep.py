"""Decoder guidance against fidelity and diversity: the trade-off of the paper's section 5.2, in the
judge's space.
"""

import torch

from data.artwork import on_white
from evaluation.sheet import beside, plot
from evaluation.subject import OPEN, Finding, Subject, labels, rows_of

GUIDANCE = (1.0, 1.5, 2.0, 3.0, 4.0)
SEEDS = 8


def frechet(a: torch.Tensor, b: torch.Tensor) -> float:
    """Fréchet distance of two samples [N,D]: |μ_a − μ_b|² + tr(C_a + C_b − 2 (C_a C_b)^½)."""
    a, b = a.double(), b.double()
    # tr (C_a C_b)^½ is the sum of the singular values of X_a X_bᵀ, so no matrix root of a singular
    # matrix is taken.
    xa, xb = ((v - v.mean(0)) / (len(v) - 1) ** 0.5 for v in (a, b))
    return (
        (a.mean(0) - b.mean(0)).square().sum()
        + xa.square().sum()
        + xb.square().sum()
        - 2 * torch.linalg.svdvals(xa @ xb.T).sum()
    ).item()


def spread(z: torch.Tensor) -> float:
    """Mean pairwise cosine distance of [N,D] unit rows."""
    n = len(z)
    return ((n * n - (z @ z.T).sum()) / (n * (n - 1))).item()


def measure(s: Subject) -> Finding:
    rows = rows_of(s.art, "noto", False, 2 * s.count, OPEN)
    shown, others = rows[::2], rows[1::2]
    real = s.judge.image(on_white(s.art.rgba[shown]))
    baseline = frechet(real, s.judge.image(on_white(s.art.rgba[others])))
    text = s.pack.text(labels(s.art, shown))
    z = s.pack.prior(text)
    few = s.pack.text(labels(s.art, shown[:: max(1, len(shown) // 6)][:6]))
    one = s.pack.prior(few)
    table = {}
    for g in GUIDANCE:
        made = s.judge.image(s.pack.decode(z, text, guidance=g))
        seeds = torch.stack(
            [
                s.judge.image(s.pack.decode(one, few, seed=100 * k, guidance=g))
                for k in range(SEEDS)
            ],
            1,
        )
        table[f"guidance {g:g}"] = {
            "n": len(shown),
            "Fréchet distance": round(frechet(made, real), 4),
            "diversity": round(sum(spread(v) for v in seeds) / len(seeds), 4),
        }
    table["baseline: other real pictures"] = {
        "n": len(others),
        "Fréchet distance": round(baseline, 4),
        "diversity": "–",
    }
    lines = [
        [(g, table[f"guidance {g:g}"][key]) for g in GUIDANCE]
        for key in ("Fréchet distance", "diversity")
    ]
    page = beside(
        [
            plot(
                {"distance to real pictures": lines[0]},
                "decoder guidance",
                marks={"real": baseline},
            ),
            plot({"diversity within a prompt": lines[1]}, "decoder guidance"),
        ]
    )
    words = (
        f"Embeddings of {s.judge.name}. Distance of pictures made from {len(shown)} captions to "
        "the artwork with these captions; the baseline is the distance between that artwork and "
        f"as much other artwork. Diversity: mean pairwise cosine distance of {SEEDS} seeds, over "
        f"{len(few[0])} prompts with one prior sample each."
    )
    return Finding(
        "Guidance: fidelity against diversity", words, {"guidance": table}, {"guidance.png": page}
    )
