"""Outlines of the Noto typefaces, for labels on pictures: writes outlines/*.ts beside this file.

    npm install -E @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/noto-sans-jp@0.4.3 @expo-google-fonts/noto-sans-kr@0.4.3
    pip install fonttools==4.68.0
    python convert.py node_modules/@expo-google-fonts

Each file is base64 of raw deflate of five sections, each after its length in bytes: letters (code point from the last, advance,
number of contours), points of each contour, whether points lie on the curve (a bit each), and x and y from the last point
(zigzag). Numbers are LEB128. Curves are TrueType's quadratic ones, in units of 1/256 em, y upwards from the baseline.
"""
import base64
import sys
import zlib
from pathlib import Path

from fontTools.ttLib import TTFont

UNITS = 256
Point = tuple[int, int, int]


def rows(encoding: str, first: int, last: int) -> set[int]:
    """Code points of the rows of a 94 × 94 character set."""
    codes = set()
    for row in range(first, last + 1):
        for cell in range(1, 95):
            try:
                codes.add(ord(bytes([0xA0 + row, 0xA0 + cell]).decode(encoding)))
            except UnicodeDecodeError:
                pass
    return codes


def span(*ranges: tuple[int, int]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


# Combining marks, Latin, Greek, Cyrillic, punctuation, currencies, letterlike signs, arrows and mathematics.
EUROPEAN = span((0x20, 0x7E), (0xA0, 0x52F), (0x1AB0, 0x1AFF), (0x1C80, 0x1C8F), (0x1D00, 0x1FFF), (0x2000, 0x2BFF), (0x2C60, 0x2C7F), (0x2DE0, 0x2E7F), (0xA640, 0xA69F), (0xA720, 0xA7FF), (0xAB30, 0xAB6F), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD))
BASIC = span((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2070, 0x2094), (0x391, 0x3C9), (0x302, 0x302))
KANA = span((0x3000, 0x30FF), (0x31F0, 0x31FF), (0xFF01, 0xFF9F), (0xFFE0, 0xFFE6))
LEVEL_1 = rows("euc_jp", 1, 47) | KANA | span((0x2460, 0x2473), (0x3251, 0x325F))
LEVEL_2 = rows("euc_jp", 48, 84)
COMMON_HANGUL = rows("euc_kr", 16, 40) | span((0x3131, 0x318E))
HANGUL = span((0xAC00, 0xD7A3))


def contours_of(font: TTFont, name: str) -> list[list[Point]]:
    """Closed contours of points (x, y, on the curve), rounded, without points that change nothing."""
    glyph = font["glyf"][name]
    if glyph.numberOfContours == 0:
        return []
    coordinates, ends, flags = glyph.getCoordinates(font["glyf"])
    scale = UNITS / font["head"].unitsPerEm
    points = [(round(x * scale), round(y * scale), flag & 1) for (x, y), flag in zip(coordinates, flags)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    simple = [simplified(points[start : end + 1]) for start, end in zip(starts, ends)]
    return [contour for contour in simple if len(contour) > 2]


def simplified(contour: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in contour:
        if kept and kept[-1][:2] == point[:2]:
            kept[-1] = (*point[:2], kept[-1][2] | point[2])
        else:
            kept.append(point)
    if len(kept) > 1 and kept[0][:2] == kept[-1][:2]:
        last = kept.pop()
        kept[0] = (*last[:2], last[2] | kept[0][2])
    at = 0
    while at < len(kept) and len(kept) > 2:
        if needless(kept[at - 1], kept[at], kept[(at + 1) % len(kept)]):
            kept.pop(at)
            at = max(0, at - 1)
        else:
            at += 1
    return kept


def needless(a: Point, b: Point, c: Point) -> bool:
    """Whether b lies on the line between points of the curve, or in the middle of two control points, where TrueType puts one."""
    if a[2] and b[2] and c[2]:
        cross = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
        ahead = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
        return cross == 0 and ahead > 0
    return bool(not a[2] and b[2] and not c[2] and a[0] + c[0] == 2 * b[0] and a[1] + c[1] == 2 * b[1])


def number(into: bytearray, value: int):
    while value > 127:
        into.append(value & 127 | 128)
        value >>= 7
    into.append(value)


def zigzag(value: int) -> int:
    return 2 * value if value >= 0 else -2 * value - 1


def packed(*parts: tuple[TTFont, set[int]]) -> bytes:
    """Letters of one font or several; of the first that has a letter."""
    fonts = {code: font for font, codes in reversed(parts) for code in codes & font.getBestCmap().keys()}
    letters, lengths, xs, ys, on = bytearray(), bytearray(), bytearray(), bytearray(), []
    last = 0
    for code, font in sorted(fonts.items(), key=lambda entry: entry[0]):
        name = font.getBestCmap()[code]
        contours = contours_of(font, name)
        number(letters, code - last)
        number(letters, round(font["hmtx"][name][0] * UNITS / font["head"].unitsPerEm))
        number(letters, len(contours))
        last, x, y = code, 0, 0
        for contour in contours:
            number(lengths, len(contour))
            for px, py, curve in contour:
                number(xs, zigzag(px - x))
                number(ys, zigzag(py - y))
                on.append(curve)
                x, y = px, py
    bits = bytes(sum(bit << k for k, bit in enumerate(on[i : i + 8])) for i in range(0, len(on), 8))
    whole = bytearray()
    for section in (letters, lengths, bits, xs, ys):
        number(whole, len(section))
        whole += section
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(bytes(whole)) + deflate.flush()


def main(fonts: Path):
    def open_font(folder: str, name: str) -> TTFont:
        return TTFont(fonts / folder / "500Medium" / f"{name}_500Medium.ttf")

    sans, japanese, korean = open_font("noto-sans", "NotoSans"), open_font("noto-sans-jp", "NotoSansJP"), open_font("noto-sans-kr", "NotoSansKR")
    # What one file has, the files after it do not.
    sets = {
        "basic": [(sans, BASIC), (japanese, BASIC)],
        "european": [(sans, EUROPEAN)],
        "japanese": [(japanese, LEVEL_1)],
        "kanji": [(japanese, LEVEL_2)],
        "hangul": [(korean, COMMON_HANGUL)],
        "syllables": [(korean, HANGUL)],
    }
    done: set[int] = set()
    out = Path(__file__).parent / "outlines"
    for name, parts in sets.items():
        parts = [(font, codes - done) for font, codes in parts]
        data = packed(*parts)
        new = {code for font, codes in parts for code in codes & font.getBestCmap().keys()}
        done |= new
        text = base64.b64encode(data).decode()
        (out / f"{name}.ts").write_text(f'/** Written by convert.py. SIL Open Font License 1.1: see LICENSE.txt. */\nexport const outlines =\n  "{text}";\n')
        print(f"{name}: {len(new)} letters, {len(data)} bytes, {len(text)} in base64")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
