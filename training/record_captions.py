"""python record_captions.py PACK FILE: the token ids of odd captions by Hugging Face's tokenizers,
for test/packs/captions.test.ts.

FILE is a JSON list of groups of captions, `{"captions": […], "ids": […]}`; the captions of a group
read alike. The ids are replaced.
"""

import json
import sys
from pathlib import Path

from tokenizers import Tokenizer


def main(pack: Path, file: Path):
    tokenizer = Tokenizer.from_file(str(pack / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    groups = json.loads(file.read_text())
    for group in groups:
        ids = {tuple(tokenizer.encode(caption).ids) for caption in group["captions"]}
        if len(ids) != 1:
            sys.exit(
                f"{group['captions'][0]!r}: found {len(ids)} readings, expected one for the "
                "group. Correct the group or the normalizer."
            )
        group["ids"] = list(ids.pop())
    lines = [json.dumps(group) for group in groups]
    file.write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
