"""What a caption is before it is split into tokens: what looks alike reads alike.

The steps of CLIP's own tokenizer (ftfy, lower case, white space collapsed and stripped), written
with the normalizers of tokenizer.json, so that every host computes the same. Above ASCII they are
escaped as \\uHHHH or \\x{H…}, which Oniguruma and JavaScript both read.
"""

from tokenizers import Regex, normalizers

# Zero-width characters, directional marks, variation selectors, tags and control characters: none
# is seen.
UNSEEN = (
    r"[\x00-\x08\x0E-\x1B\u007F-\u0084\u0086-\u009F\u00AD\u034F\u061C\u180B-\u180F\u200B-\u200F"
    r"\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\uFFF9-\uFFFC\x{E0000}-\x{E01EF}]+"
)
# Unicode's White_Space, the four separators of ASCII, and two characters that are drawn blank.
BLANK = (
    r"[\x09-\x0D\x1C-\x20\u0085\u00A0\u1160\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u2800"
    r"\u3000]+"
)
SINGLE_QUOTES = (
    r"[\x60\u00B4\u02B9\u02BB-\u02BD\u02C8\u02CA\u02CB\u055A\u05F3\u2018-\u201B\u2032\u2035\u2039"
    r"\u203A\u275B\u275C\uA78C\uFF07\uFF40]"
)
DOUBLE_QUOTES = (
    r"[\u00AB\u00BB\u02BA\u02DD\u02EE\u05F4\u201C-\u201F\u2033\u2034\u2036\u2037\u2057\u275D\u275E"
    r"\u301D-\u301F\uFF02]"
)
# Single quotes that are no apostrophes within a word.
QUOTES_AROUND_WORDS = "(?<![^ ])'+|'+(?![^ ])"
DASHES = r"[\u02D7\u058A\u2010-\u2015\u2043\u2212\u2E3A\u2E3B]"


def caption_normalizer() -> normalizers.Normalizer:
    """Lower-case captions in plain ASCII keep their characters, but for quotation marks and for white
    space at the ends or repeated. No caption of training has quotation marks.
    """

    def replace(pattern: str, content: str) -> normalizers.Normalizer:
        return normalizers.Replace(Regex(pattern), content)

    return normalizers.Sequence(
        [
            replace(UNSEEN, ""),
            replace(SINGLE_QUOTES, "'"),
            replace(DOUBLE_QUOTES, '"'),
            # NFC, and full-width forms, ligatures and styled letters as plain ones.
            normalizers.NFKC(),
            replace(DASHES, "-"),
            normalizers.Lowercase(),
            normalizers.Replace("ς", "σ"),  # hosts differ in which sigma ends a word
            replace('"', " "),
            replace(BLANK, " "),
            replace(QUOTES_AROUND_WORDS, ""),
            replace(" +", " "),
            normalizers.Strip(),
        ]
    )
