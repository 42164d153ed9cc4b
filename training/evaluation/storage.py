"""What int8 storage costs: the same figures from the files before their weights were rounded."""

from data.artwork import on_white
from evaluation.subject import OPEN, Finding, Subject, labels, rows_of, share
from packing.pack import Pack
from trainers.place import work_dir


def figures(s: Subject, pack: Pack) -> dict:
    rows = rows_of(s.art, "noto", False)
    similar = pack.text(labels(s.art, rows))[0] @ pack.image(on_white(s.art.rgba[rows])).T
    some = rows_of(s.art, "noto", False, s.count, OPEN)
    real, text = on_white(s.art.rgba[some]), pack.text(labels(s.art, some))
    made = s.judge.image(pack.decode(pack.prior(text))) @ s.judge.image(real).T
    return {
        "label → picture R@1": share(similar, 1),
        "prior → picture top-1": share(made, 1),
        "top-5": share(made, 5),
    }


def measure(s: Subject) -> Finding:
    whole = work_dir() / "full"
    table = {"as shipped": figures(s, s.pack)}
    if whole.exists():
        table["before rounding"] = figures(s, Pack(s.pack.folder, s.pack.threads, weights=whole))
    return Finding(
        "Storage",
        "Weights as shipped (int8 per channel, fp16) against the f32 files they were made from; "
        f"n = {len(rows_of(s.art, 'noto', False))} and {s.count}, {s.judge.name}.",
        {"weights": table},
    )
