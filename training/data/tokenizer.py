"""Lower-case byte-level BPE, trained on the captions, saved as Hugging Face's tokenizer.json."""

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from data.normalizer import caption_normalizer

LENGTH, PAD, BOS, EOS = 32, 0, 1, 2


def train_tokenizer(captions, path: Path, size: int = 4096):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = caption_normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=2,
        special_tokens=["<pad>", "<bos>", "<eos>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(captions, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<bos> $A <eos>", special_tokens=[("<bos>", BOS), ("<eos>", EOS)]
    )
    tokenizer.enable_truncation(LENGTH)
    tokenizer.enable_padding(pad_id=PAD, pad_token="<pad>", length=LENGTH)
    tokenizer.save(str(path))


class TextIds:
    """Captions → input_ids i64 [B,L] and mask i64 [B,L]; L is 32, or the longest of the batch when
    `short`.
    """

    def __init__(self, tokenizer: Path | Tokenizer):
        read = not isinstance(tokenizer, Tokenizer)
        self.tokenizer = Tokenizer.from_file(str(tokenizer)) if read else tokenizer

    def __call__(self, captions: list[str], short: bool = False):
        rows = self.tokenizer.encode_batch(captions)
        ids = torch.from_numpy(np.array([r.ids for r in rows], np.int64))
        mask = torch.from_numpy(np.array([r.attention_mask for r in rows], np.int64))
        if short:
            longest = int(mask.sum(1).max())
            ids, mask = ids[:, :longest], mask[:, :longest]
        return ids, mask
