"""Label → picture among all pictures of a set, by the pack's own CLIP."""

from data.artwork import on_white
from evaluation.subject import Finding, Subject, labels, rows_of, share


def measure(s: Subject) -> Finding:
    asked = [
        ("trained pictures (noto)", s.art, "noto", False),
        ("trained pictures (twemoji)", s.art, "twemoji", False),
        ("held-out concepts (noto)", s.art, "noto", True),
        ("held-out concepts (twemoji)", s.art, "twemoji", True),
    ]
    if s.foreign is not None:
        asked.append(("held-out style (openmoji), trained concepts", s.foreign, "openmoji", False))
    table = {}
    for name, art, set_name, held in asked:
        rows = rows_of(art, set_name, held)
        similar = s.pack.text(labels(art, rows))[0] @ s.pack.image(on_white(art.rgba[rows])).T
        table[name] = {
            "n": len(rows),
            "R@1": share(similar, 1),
            "R@5": share(similar, 5),
            "picture→text R@1": share(similar.T, 1),
        }
    return Finding(
        "CLIP retrieval",
        "Label → picture and back among the n pictures of the row, by the pack's own encoders.",
        {"retrieval": table},
    )
