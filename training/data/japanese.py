"""What a Japanese speaker calls a concept: the annotations of CLDR, as emojibase has them."""

import json
from pathlib import Path

COLOURS = {
    "red": ["赤い", "赤の"],
    "blue": ["青い", "青の"],
    "yellow": ["黄色い", "黄色の"],
    "green": ["緑の", "緑色の"],
    "purple": ["紫の", "紫色の"],
    "pink": ["ピンクの", "ピンク色の"],
    "orange": ["オレンジ色の", "オレンジの"],
    "brown": ["茶色い", "茶色の"],
    "black": ["黒い", "黒の"],
    "white": ["白い", "白の"],
    "gray": ["灰色の", "グレーの"],
    "grey": ["灰色の", "グレーの"],
}
FRAMES = ["{}", "{}", "{}", "{}", "{}の絵", "{}の絵文字", "{}のイラスト", "{}のアイコン"]


class Japanese:
    def __init__(self, art, npm: Path):
        entries = json.loads((npm / "node_modules/emojibase-data/ja/data.json").read_text())
        by_key = {e["hexcode"].upper().replace("-FE0F", ""): e for e in entries}
        self.names = []
        for concept in art.concepts:
            e = by_key.get(concept["key"])
            self.names.append(
                []
                if e is None
                else [e["label"], *[t for t in e.get("tags", []) if t != e["label"]]]
            )

    def texts(self) -> list[str]:
        return (
            [t for names in self.names for t in names]
            + [c for cs in COLOURS.values() for c in cs]
            + FRAMES
        )

    def of(self, rng, scene, concept: int) -> str | None:
        names = self.names[concept]
        if not names or scene.other is not None or scene.background:
            return None
        name = names[0] if rng.random() < 0.6 else names[rng.integers(len(names))]
        colour = next((c for c in scene.colours[:1] if c in COLOURS), None)
        if scene.recoloured and colour is None:
            return None
        if (
            colour
            and (scene.recoloured or rng.random() < 0.3)
            and not any(c[:-1] in name for cs in COLOURS.values() for c in cs)
        ):
            name = COLOURS[colour][rng.integers(2)] + name
        return FRAMES[rng.integers(len(FRAMES))].format(name)
