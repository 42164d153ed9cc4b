"""What people might type for a picture: label, tags, colours, hypernym, style, background and
composition.
"""

import json
import re
from pathlib import Path

import numpy as np

from data.artwork import Artwork
from data.scenes import Scene

HYPERNYMS = json.loads((Path(__file__).parent / "hypernyms.json").read_text())
VOWELS = "aeiou"
COLOURED = re.compile(r"\b(black|white|gr[ae]y|red|orange|yellow|green|blue|purple|pink|brown)\b")


def name_of(concept: dict) -> str:
    """The label as people write it: "flag: Japan" → "flag of japan"."""
    label = concept["label"].lower().replace("’", "'").replace("“", "").replace("”", "")
    label = (
        re.sub(r"^(flag|keycap): ", r"\1 of ", label)
        if label.startswith("flag")
        else label.replace("keycap: ", "keycap ")
    )
    return label.replace(":", "")


def article(words: str) -> str:
    return f"{'an' if words[0] in VOWELS else 'a'} {words}"


class Captions:
    def __init__(self, art: Artwork):
        self.art = art
        self.sets = list(art.sets.values())

    def of(self, rng: np.random.Generator, scene: Scene) -> tuple[str, bool]:
        """A caption, and whether it names the style."""
        concept = self.art.concepts[self.art.concept[scene.picture]]
        words = self._thing(rng, concept, scene)
        if scene.other is not None:
            other = self._plain(rng, self.art.concepts[self.art.concept[scene.other]])
            return self._two(rng, words, other, scene.relation), False
        if scene.background and rng.random() < 0.85:
            words = rng.choice(
                [
                    f"{words} on a {scene.background} background",
                    f"{words}, {scene.background} background",
                    f"{words} on {scene.background}",
                ]
            )
        if scene.redrawn:
            return words, False
        return self._styled(rng, words, self.sets[self.art.style[scene.picture]])

    def _plain(self, rng, concept) -> str:
        name = name_of(concept)
        if concept["group"] in ("symbols", "flags"):
            return name
        turn = rng.random()
        return article(name) if turn < 0.45 else f"the {name}" if turn < 0.5 else name

    def _thing(self, rng, concept: dict, scene: Scene) -> str:
        name, tags = name_of(concept), concept["tags"]
        turn = rng.random()
        colour = (
            None if concept["group"] in ("people-body", "flags") else self._colour(rng, name, scene)
        )
        if turn < 0.72 or not tags:
            if colour:
                name = f"{colour} {COLOURED.sub('', name).strip()}".replace("  ", " ")
            words = self._plain(rng, {**concept, "label": name})
            if tags and rng.random() < 0.3:
                words = ", ".join(
                    [words, *rng.choice(tags, min(len(tags), rng.integers(1, 3)), replace=False)]
                )
            return words
        if turn < 0.8 and concept["subgroup"] in HYPERNYMS:
            kind = HYPERNYMS[concept["subgroup"]]
            kind = f"{colour} {kind}" if colour else kind
            return rng.choice(
                [f"{name}, {kind}", f"{article(kind)}, {name}", f"{kind} {rng.choice(tags)}"]
            )
        some = list(rng.choice(tags, min(len(tags), rng.integers(1, 4)), replace=False))
        return (f"{colour} " if colour else "") + rng.choice([" ", ", "]).join(some)

    def _colour(self, rng, name: str, scene: Scene) -> str | None:
        if not scene.colours:
            return None
        if scene.recoloured:
            return scene.colours[0]
        if rng.random() < 0.25 and not COLOURED.search(name):
            return (
                scene.colours[0]
                if len(scene.colours) == 1 or rng.random() < 0.6
                else " and ".join(scene.colours)
            )
        return None

    def _two(self, rng, a: str, b: str, relation: str) -> str:
        if relation == "above":
            return rng.choice(
                [f"{a} above {b}", f"{b} below {a}", f"{a} on top of {b}", f"{b} under {a}"]
            )
        return rng.choice(
            [
                f"{a} next to {b}",
                f"{a} and {b}",
                f"{a} beside {b}",
                f"{a} left of {b}",
                f"{b} right of {a}",
                f"{a} with {b}",
            ]
        )

    def _styled(self, rng, words: str, style: dict) -> tuple[str, bool]:
        turn, named = rng.random(), rng.choice(style["words"])
        if turn < 0.14:
            return f"{words}, {named}", True
        if turn < 0.24:
            return f"{named} emoji of {words}", True
        if turn < 0.30:
            return f"{words} in {named}", True
        if turn < 0.40:
            return f"emoji of {words}", False
        if turn < 0.45:
            return rng.choice(
                [
                    f"a picture of {words}",
                    f"{words} emoji",
                    f"a drawing of {words}",
                    f"an icon of {words}",
                ]
            ), False
        return words, False
