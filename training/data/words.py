"""The words that captions of training have: a caption with others is answered by guessing, and the interface says so."""
import re

import numpy as np

from data.artwork import Artwork
from data.captions import HYPERNYMS, Captions, name_of
from data.colour import NAMES
from data.scenes import Scenes

DRAWN = 4000  # captions that show the words of the templates


def trained_words(art: Artwork, seed: int) -> list[str]:
    """Lower-case words of three letters and more, sorted. Those that only held-out concepts have are not among them."""
    told = [name_of(c) + " " + " ".join(c["tags"]) for c in art.concepts if not c["heldOut"]]
    styles = [word for style in art.sets.values() for word in style["words"]]
    scenes, captions, rng = Scenes(art, seed), Captions(art), np.random.default_rng(seed)
    drawn = [captions.of(rng, scenes.plan(rng, int(i)))[0] for i in rng.choice(scenes.train, DRAWN, p=scenes.p)]
    texts = [*told, *styles, *HYPERNYMS.values(), *NAMES, *drawn]
    return sorted({word for text in texts for word in re.findall(r"[^\W\d_]{3,}", text.lower())})
