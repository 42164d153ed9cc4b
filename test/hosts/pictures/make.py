"""Writes the pictures of this folder, and expected.json: what Pillow, another decoder, reads from them by the rule of
`decodePicture`. Run: python3 make.py (Pillow 13, NumPy). The pictures are drawn here; they are under this repository's licence."""
import base64, io, json, pathlib, struct, zlib
import numpy as np
from PIL import Image, ImageCms, ImageOps

here = pathlib.Path(__file__).parent
W, H = 22, 14
y, x = np.mgrid[0:H, 0:W]
rgb = np.stack([(x * 11) % 256, (y * 18) % 256, (x * x + y * 7) % 256], 2).astype(np.uint8)
rgb[3:8, 4:12] = [255, 0, 0]
rgb[8:12, 12:20] = [0, 0, 255]
alpha = ((x * 12 + y * 5) % 256).astype(np.uint8)
expected = {}


def on_white(rgba):
    rgba = rgba.astype(np.float64)
    a = rgba[..., 3:]
    return np.floor((rgba[..., :3] * a + 255 * (255 - a)) / 255 + 0.5).astype(np.uint8)


def pillow(data):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if image.mode.startswith("I;16"):
        return np.repeat((np.asarray(image) >> 8).astype(np.uint8)[..., None], 3, 2)
    if image.mode == "CMYK":
        return np.asarray(image.convert("RGB"))
    return on_white(np.asarray(image.convert("RGBA")))


def keep(name, data, pixels=None, like=None):
    """`pixels` where Pillow does not read by the rule; `like`: the undamaged picture."""
    (here / name).write_bytes(data)
    pixels = pillow(like or data) if pixels is None else pixels
    expected[name] = dict(width=pixels.shape[1], height=pixels.shape[0], rgb=base64.b64encode(np.ascontiguousarray(pixels).tobytes()).decode())


def saved(array, format, mode=None, **options):
    out = io.BytesIO()
    image = array if isinstance(array, Image.Image) else Image.fromarray(array, mode)
    image.save(out, format, **options)
    return out.getvalue()


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(bits, colour, rows, before=(), interlace=0, behind=b""):
    head = struct.pack(">IIBBBBB", W, H, bits, colour, 0, 0, interlace)
    chunks = [chunk(n, c) for n, c in before]
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IDAT", zlib.compress(rows)) + behind + chunk(b"IEND", b"")


def rows(array):
    return b"".join(b"\0" + np.ascontiguousarray(row).tobytes() for row in array)


def packed(levels, bits):
    return b"".join(b"\0" + np.packbits(np.unpackbits(row[:, None].astype(np.uint8), axis=1)[:, 8 - bits:].ravel()).tobytes() for row in levels)


def profile():
    """sRGB with red and blue swapped: who applies it sees other colours."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {bytes(data[132 + 12 * i:136 + 12 * i]): 132 + 12 * i for i in range(struct.unpack(">I", data[128:132])[0])}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    data[red + 4:red + 12], data[blue + 4:blue + 12] = data[blue + 4:blue + 12], data[red + 4:red + 12]
    return bytes(data)


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


grey = rgb[..., 1]
wide = (rgb.astype(np.uint16) << 8) | 0x80
wide_alpha = np.dstack([wide, (alpha.astype(np.uint16) << 8) | 7])
plain = rows(rgb)
icc = profile()
keep("rgb.png", saved(rgb, "PNG"))
keep("grey.png", saved(grey, "PNG"))
for bits in (1, 2, 4):
    level = (grey >> (8 - bits)).astype(np.uint8)
    keep(f"grey-{bits}.png", png(bits, 0, packed(level, bits)), np.repeat((level * (255 // (2**bits - 1)))[..., None], 3, 2))
keep("grey-alpha.png", saved(np.dstack([grey, alpha]), "PNG", "LA"))
keep("rgba.png", saved(np.dstack([rgb, alpha]), "PNG"))
keep("grey-16.png", png(16, 0, rows(((grey.astype(np.uint16) << 8) | 0xC0).astype(">u2"))))
keep("rgb-16.png", png(16, 2, rows(wide.astype(">u2"))), rgb)
keep("rgba-16.png", png(16, 6, rows(wide_alpha.astype(">u2"))), on_white(np.dstack([rgb, alpha])))
few = Image.fromarray(rgb).quantize(13, dither=Image.Dither.NONE)
keep("palette.png", saved(few, "PNG"))
keep("palette-clear.png", saved(few, "PNG", transparency=bytes([0, 128, 255, 40])))
keep("grey-key.png", png(8, 0, rows(grey), [(b"tRNS", struct.pack(">H", int(grey[5, 5])))]))
keep("rgb-key.png", png(8, 2, plain, [(b"tRNS", struct.pack(">HHH", 255, 0, 0))]))
keep("gamma.png", png(8, 2, plain, [(b"gAMA", struct.pack(">I", 100000))]), rgb)
keep("profile.png", saved(rgb, "PNG", icc_profile=icc))
keep("turned.png", saved(rgb, "PNG", exif=exif(6)))
passes = [(0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2), (0, 1, 1, 2)]
keep("interlaced.png", png(8, 2, b"".join(rows(rgb[t::v, l::h]) for l, h, t, v in passes if rgb[t::v, l::h].size), interlace=1))
filtered = b"".join(
    bytes([f]) + bytes(v % 256 for v in {
        1: [int(rgb[r].ravel()[i]) - (int(rgb[r].ravel()[i - 3]) if i >= 3 else 0) for i in range(3 * W)],
        2: [int(rgb[r].ravel()[i]) - (int(rgb[r - 1].ravel()[i]) if r else 0) for i in range(3 * W)],
        3: [int(rgb[r].ravel()[i]) - ((int(rgb[r].ravel()[i - 3]) if i >= 3 else 0) + (int(rgb[r - 1].ravel()[i]) if r else 0)) // 2 for i in range(3 * W)],
    }[f])
    for r in range(H) for f in [1 + r % 3])
keep("filtered.png", png(8, 2, filtered), rgb)
whole = saved(rgb, "PNG")
keep("no-end.png", whole[:-12], like=whole)
keep("more-behind-the-end.png", whole + b"<script>", like=whole)
keep("broken-text.png", whole[:33] + chunk(b"tEXt", b"a\0b")[:-1] + b"?" + whole[33:], like=whole)
other = b"".join(rows(rgb[::-1]) for _ in range(1))
animation = chunk(b"acTL", struct.pack(">II", 2, 0)) + chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, W, H, 0, 0, 1, 10, 0, 0))
second = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 1, W, H, 0, 0, 1, 10, 0, 0)) + chunk(b"fdAT", struct.pack(">I", 2) + zlib.compress(other))
head = png(8, 2, plain, behind=second)
keep("animated.png", head[:33] + animation + head[33:], rgb)

for name, options in dict(
    full=dict(subsampling=0), halved=dict(subsampling=2), wide=dict(subsampling=1), progressive=dict(progressive=True),
    restarts=dict(restart_marker_blocks=1), rgb=dict(keep_rgb=True), profile=dict(icc_profile=icc)).items():
    keep(f"{name}.jpg", saved(rgb, "JPEG", quality=88, **options))
keep("grey.jpg", saved(grey, "JPEG", quality=88))
for turn in range(1, 9):
    keep(f"turned-{turn}.jpg", saved(rgb, "JPEG", quality=88, subsampling=0, exif=exif(turn)))
cmyk = saved(Image.fromarray(rgb).convert("CMYK"), "JPEG", quality=92)
keep("cmyk.jpg", cmyk)
adobe = cmyk.index(b"Adobe")
keep("ycck.jpg", cmyk[:adobe + 11] + b"\x02" + cmyk[adobe + 12:])
keep("cmyk-plain.jpg", cmyk[:adobe - 4] + cmyk[adobe + 12:])
good = saved(rgb, "JPEG", quality=88, subsampling=0)
keep("phone-behind-the-scan.jpg", good[:-2] + b"\x11\x22\x33\x44" + good[-2:], like=good)
scan = good.index(b"\xff\xda")
keep("phone-scan-header.jpg", good[:scan + 11] + b"\0\0\0" + good[scan + 14:], like=good)
keep("no-end.jpg", good[:-2], like=good)
keep("more-behind-the-end.jpg", good + b"MPF and more" * 9, like=good)
keep("odd-version.jpg", good.replace(b"JFIF\0\x01\x01", b"JFIF\0\x03\x07"), like=good)
keep("between-segments.jpg", good[:20] + b"\0\0\0" + good[20:], like=good)
keep("fill-bytes.jpg", good[:20] + b"\xff\xff" + good[20:], like=good)

keep("lossless.webp", saved(rgb, "WEBP", lossless=True))
keep("lossy.webp", saved(rgb, "WEBP", quality=80))
keep("lossy-clear.webp", saved(np.dstack([rgb, alpha]), "WEBP", quality=80))
keep("lossless-clear.webp", saved(np.dstack([rgb, alpha]), "WEBP", lossless=True, exact=True))
for turn in (3, 6, 7):
    keep(f"turned-{turn}.webp", saved(rgb, "WEBP", lossless=True, exif=exif(turn)))
keep("profile.webp", saved(rgb, "WEBP", lossless=True, icc_profile=icc))
tagged = saved(rgb, "WEBP", lossless=True, exif=exif(1))
keep("metadata-cut-off.webp", tagged[:-9], rgb)
keep("animated.webp", saved(Image.fromarray(rgb), "WEBP", lossless=True, save_all=True, append_images=[Image.fromarray(rgb[::-1])], duration=90))
still = saved(rgb[:6, :8], "WEBP", lossless=True)
vp8l = still[12:]
three = lambda v: struct.pack("<I", v)[:3]
body = (b"VP8X" + struct.pack("<I", 10) + b"\x12\0\0\0" + three(W - 1) + three(H - 1)
        + b"ANIM" + struct.pack("<IIH", 6, 0, 0)
        + b"ANMF" + struct.pack("<I", 16 + len(vp8l)) + three(2) + three(1) + three(7) + three(5) + three(90) + b"\0" + vp8l)
part = np.full((H, W, 3), 255, np.uint8)
part[2:8, 4:12] = rgb[:6, :8]
keep("animated-part.webp", b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body, part)
(here / "expected.json").write_text("{\n" + ",\n".join(f"{json.dumps(n)}: {json.dumps(e)}" for n, e in expected.items()) + "\n}\n")
