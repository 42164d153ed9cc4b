"""Principal components of the image embeddings: retained energy, and the ladder of reconstructions
(paper 3.3, Figure 7).
"""

import torch

from data.artwork import on_white
from evaluation.sheet import sheet
from evaluation.subject import Finding, Share, Subject

DIMENSIONS = (4, 8, 16, 32, 64, 96)
LADDER = ("cat face", "rocket", "alarm clock")


def measure(s: Subject) -> Finding:
    rows = [i for i in range(len(s.art.pictures)) if not s.art.mono[i] and not s.art.held_out[i]][
        ::4
    ]
    z = s.pack.image(on_white(s.art.rgba[rows]))
    mean, basis = s.pack.tensor("stats.bin#pca-mean"), s.pack.tensor("stats.bin#pca-basis")
    x = z - mean
    energy = {
        f"{n} of {z.shape[1]}": {
            "retained energy": Share((x @ basis[:n].T).square().sum() / x.square().sum())
        }
        for n in DIMENSIONS
    }
    faces, captions = [], []
    for label in LADDER:
        real = on_white(s.art.rgba[[s.art.of(label, "noto")]])
        own = s.pack.image(real)
        faces.append(real[0]), captions.append(label)
        for n in DIMENSIONS:
            kept = mean + (own - mean) @ basis[:n].T @ basis[:n]
            (
                faces.append(s.pack.decode(torch.nn.functional.normalize(kept, dim=1))[0]),
                captions.append(f"{n} components"),
            )
    return Finding(
        "Principal components",
        f"Energy of {len(rows)} pictures' embeddings about their mean, kept by the first "
        "components; and pictures decoded from what is kept, seed 0.",
        {"components": energy},
        {"pca-ladder.png": sheet(torch.stack(faces), captions, len(DIMENSIONS) + 1, 96)},
    )
