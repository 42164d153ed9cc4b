"""The words, numbers and symbols that captions of training have: a caption with others is answered
by guessing, and the interface says so.
"""

import re

import numpy as np

from data.artwork import Artwork
from data.captions import HYPERNYMS, Captions, name_of
from data.colour import NAMES
from data.normalizer import caption_normalizer
from data.scenes import Scenes

PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s\x00-\x7f]")
DRAWN = 4000  # captions that show the words of the templates


def trained_words(art: Artwork, seed: int) -> list[str]:
    """Runs of letters, runs of digits and symbols outside ASCII, as the tokenizer reads them,
    sorted. Those that only held-out concepts have are not among them.
    """
    told = [name_of(c) + " " + " ".join(c["tags"]) for c in art.concepts if not c["heldOut"]]
    styles = [word for style in art.sets.values() for word in style["words"]]
    scenes, captions, rng = Scenes(art, seed), Captions(art), np.random.default_rng(seed)
    drawn = [
        captions.of(rng, scenes.plan(rng, int(i)))[0]
        for i in rng.choice(scenes.train, DRAWN, p=scenes.p)
    ]
    texts = [*told, *styles, *HYPERNYMS.values(), *NAMES, *drawn]
    return sorted(
        {
            piece
            for text in texts
            for piece in PIECE.findall(caption_normalizer().normalize_str(text))
        }
    )
