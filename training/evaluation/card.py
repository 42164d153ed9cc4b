"""Findings as Markdown, put between the marks of MODEL_CARD.md."""

from pathlib import Path

from PIL import Image

from evaluation.subject import Finding, Share

START, END = "<!-- evaluation: written by training/evaluate.py -->", "<!-- end of evaluation -->"


def value(v) -> str:
    if isinstance(v, Share):
        return f"{v:.1%}"
    return f"{v:.3g}" if isinstance(v, float) else str(v)


def table(name: str, rows: dict[str, dict]) -> str:
    keys = list(dict.fromkeys(k for row in rows.values() for k in row))
    head = [f"| {name} | {' | '.join(keys)} |", "|" + "---|" * (len(keys) + 1)]
    return "\n".join(
        head
        + [
            f"| {row} | {' | '.join(value(v.get(k, '')) for k in keys)} |"
            for row, v in rows.items()
        ]
    )


def markdown(found: Finding) -> str:
    parts = [
        f"### {found.title}",
        found.text,
        *(table(n, rows) for n, rows in found.tables.items()),
        *(f"![{found.title}]({name})" for name in found.pictures),
    ]
    return "\n\n".join(parts)


def save_pictures(found: Finding, folder: Path):
    for name, page in found.pictures.items():
        page.quantize(256, dither=Image.Dither.NONE).save(folder / name, optimize=True)


def put(card: Path, sections: list[str]):
    """Replaces what stands between the marks; ValueError where the card has none."""
    text = card.read_text()
    if START not in text or END not in text:
        raise ValueError(
            f"{card} has no place for the evaluation: expected the lines {START!r} and {END!r}"
        )
    before, after = text.split(START)[0], text.split(END)[1]
    card.write_text(before + START + "\n\n" + "\n\n".join(sections) + "\n\n" + END + after)
