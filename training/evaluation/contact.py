"""Contact sheets from fixed seeds, not picked: trained captions, held-out concepts, "
"compositions."""

from evaluation.sheet import sheet
from evaluation.subject import OPEN, Finding, Subject, labels, rows_of

CAPTIONS = [
    "a red heart",
    "a cat face",
    "a dog face",
    "a rocket",
    "a red apple",
    "an octopus",
    "grinning face",
    "a house with garden",
    "a penguin",
    "a light bulb",
    "a sailboat",
    "a guitar",
    "a frog",
    "a pizza",
    "a key",
    "a butterfly",
    "a hot beverage",
    "a bicycle",
    "a cactus",
    "crying face",
    "a fire engine",
    "an alarm clock",
    "a tropical fish",
    "a rainbow",
    "a banana",
    "a taxi",
    "a tree",
    "a crown",
    "a football",
    "a ghost",
    "an owl",
    "a watermelon",
    "a mushroom",
    "a helicopter",
    "a snowman",
    "an umbrella",
    "a bee",
    "a doughnut",
    "a camera",
    "a gem stone",
    "a unicorn",
    "a whale",
    "a cherry blossom",
    "a hamburger",
    "a violin",
    "a candle",
    "the sun with face",
    "a pig face",
]
COMPOSITIONS = [
    "a cat face next to a rocket",
    "a blue heart on a yellow background",
    "a red apple on a blue background",
    "a dog face and a key",
    "a green heart",
    "a purple frog",
    "a rocket above a house",
    "a pink car",
    "a penguin on a red background",
    "a sailboat next to a tree",
    "a blue apple",
    "a banana on a green background",
    "a ghost and a pumpkin",
    "a red butterfly",
    "a bicycle on a yellow background",
    "an alarm clock above a bed",
    "a green taxi",
    "a crying face on a blue background",
    "an octopus and a fish",
    "a yellow guitar",
    "a key on a purple background",
    "a pizza next to a hamburger",
    "a blue rocket",
    "a cactus on an orange background",
]


def measure(s: Subject) -> Finding:
    held = labels(s.art, rows_of(s.art, "noto", True, 24, OPEN))
    pages = {}
    for name, captions in (
        ("contact-sheet.png", CAPTIONS),
        ("held-out.png", held),
        ("compositions.png", COMPOSITIONS),
    ):
        text = s.pack.text(captions)
        pictures = s.pack.decode(s.pack.prior(text), text)
        if "upsampler.0" in s.pack.manifest["roles"]:
            pictures = s.pack.upsample(pictures)
        pages[name] = sheet(pictures, captions, 8, 112)
    return Finding(
        "Contact sheets",
        "Caption → prior → decoder → 256×256, default settings, picture k from seed k; nothing "
        "was picked. 48 captions of trained concepts, 24 held-out concepts, 24 compositions.",
        {},
        pages,
    )
