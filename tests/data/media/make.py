"""Makes the pictures of this folder and expected.txt (file, format, stored size, upright size, SHA-256 of the pixels).

Needs Pillow. PNG and BMP are written by hand, so their expected pixels owe nothing to a decoder; JPEG and WebP are
decoded by Pillow. Transparency is blended on white as media/image.h says.
"""
import hashlib
import io
import pathlib
import random
import struct
import zlib

from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
RANDOM = random.Random(1)
EXPECTED = []


def write(name, kind, content, stored, upright, rgb):
    (HERE / name).write_bytes(content)
    assert len(rgb) == upright[0] * upright[1] * 3, name
    EXPECTED.append(f"{name} {kind} {stored[0]} {stored[1]} {upright[0]} {upright[1]} {hashlib.sha256(rgb).hexdigest()}")


def on_white(pixels):
    """(r, g, b, a) tuples → bytes."""
    return bytes((c * p[3] + 255 * (255 - p[3]) + 127) // 255 for p in pixels for c in p[:3])


def scene(width, height):
    """Smooth, asymmetric, colourful."""
    return Image.frombytes("RGB", (width, height), bytes(
        v for y in range(height) for x in range(width)
        for v in (255 * x // (width - 1), 255 * y // (height - 1), (x * x + 7 * y) % 256 // 2)))


def jpegs():
    picture = scene(41, 27)

    def save(name, image, **options):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=85, **options)
        decoded = Image.open(io.BytesIO(buffer.getvalue()))
        turned = ImageOps.exif_transpose(decoded).convert("RGB")
        swapped = decoded.getexif().get(0x0112, 1) >= 5
        stored = decoded.size[::-1] if swapped else decoded.size
        write(name, "jpeg", buffer.getvalue(), stored, turned.size, turned.tobytes())

    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        save(f"orientation-{orientation}.jpg", picture, exif=exif, subsampling="4:2:0")
    save("444.jpg", picture, subsampling="4:4:4")
    save("422.jpg", picture, subsampling="4:2:2")
    save("progressive.jpg", picture, progressive=True)
    save("grey.jpg", picture.convert("L"))
    save("rgb.jpg", picture, keep_rgb=True)
    save("cmyk.jpg", picture.convert("CMYK"))
    save("larger.jpg", scene(160, 120))


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def pack(samples, depth):
    """Samples of one row, big-endian, padded to a byte."""
    bits = "".join(format(s, f"0{depth}b") for s in samples)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def png(width, height, depth, colour, rows, extra=b"", interlaced=False):
    """rows[y][x] is a tuple of samples."""
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    data = b""
    for x0, y0, dx, dy in passes:
        for y in range(y0, height, dy):
            row = [s for x in range(x0, width, dx) for s in rows[y][x]]
            if row:
                data += b"\0" + pack(row, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data, 9)) +
            chunk(b"IEND", b""))


def pngs():
    width, height = 19, 13
    names = {0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgba"}
    depths = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}

    def eight(sample, depth):
        return (sample + 128) // 257 if depth == 16 else sample * 255 // (2 ** depth - 1)

    for colour, name in names.items():
        for depth in depths[colour]:
            for interlaced in (False, True):
                most = 2 ** depth - 1
                rows = [[tuple(RANDOM.randint(0, most) for _ in range(CHANNELS[colour])) for _ in range(width)]
                        for _ in range(height)]
                extra = b""
                if colour == 3:
                    palette = [tuple(RANDOM.randint(0, 255) for _ in range(4)) for _ in range(most + 1)]
                    extra = chunk(b"PLTE", bytes(c for p in palette for c in p[:3])) + chunk(
                        b"tRNS", bytes(p[3] for p in palette))
                    pixel = lambda s: palette[s[0]]
                else:
                    clear = rows[0][0] if colour in (0, 2) else None
                    if clear:
                        extra = chunk(b"tRNS", b"".join(struct.pack(">H", s) for s in clear))

                    def pixel(s):
                        e = [eight(v, depth) for v in s]
                        alpha = e[-1] if colour in (4, 6) else 0 if s == clear else 255
                        return (e[0], e[0], e[0], alpha) if colour in (0, 4) else (e[0], e[1], e[2], alpha)
                rgb = on_white([pixel(s) for row in rows for s in row])
                suffix = "-interlaced" if interlaced else ""
                write(f"{name}-{depth}{suffix}.png", "png",
                      png(width, height, depth, colour, rows, extra, interlaced), (width, height), (width, height), rgb)

    # Orientation 6: the first stored row is the right-hand column.
    rows = [[tuple(RANDOM.randint(0, 255) for _ in range(3)) for _ in range(4)] for _ in range(3)]
    exif = chunk(b"eXIf", b"MM\0\x2a\0\0\0\x08\0\x01" + struct.pack(">HHIHHI", 0x0112, 3, 1, 6, 0, 0))
    turned = bytes(c for x in range(4) for y in range(2, -1, -1) for c in rows[y][x])
    write("exif.png", "png", png(4, 3, 8, 2, rows, exif), (3, 4), (3, 4), turned)


def webps():
    picture = scene(41, 27)
    clear = picture.copy()
    clear.putalpha(Image.frombytes("L", picture.size, bytes(x * 6 for _ in range(27) for x in range(41))))

    def save(name, image, **options):
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", **options)
        decoded = Image.open(io.BytesIO(buffer.getvalue()))
        turned = ImageOps.exif_transpose(decoded).convert("RGBA")
        write(name, "webp", buffer.getvalue(), turned.size, turned.size, on_white(list(zip(*[iter(turned.tobytes())] * 4))))

    exif = Image.Exif()
    exif[0x0112] = 8
    save("lossy.webp", picture)
    save("lossless.webp", picture, lossless=True)
    save("alpha.webp", clear)
    save("lossless-alpha.webp", clear, lossless=True, exact=True)
    save("exif.webp", picture, exif=exif)
    save("animation.webp", picture, save_all=True, append_images=[picture.rotate(180)], lossless=True)


def bmp(width, height, depth, pixels, palette=b"", compression=0, masks=b"", core=False, from_top=False):
    """pixels[y][x] is the value stored."""
    data = b""
    for row in (pixels if from_top else reversed(pixels)):
        packed = pack(row, depth) if depth < 16 else b"".join(v.to_bytes(depth // 8, "little") for v in row)
        data += packed + b"\0" * (-len(packed) % 4)
    if core:
        header = struct.pack("<IHHHH", 12, width, height, 1, depth)
    else:
        colours = len(palette) // 4
        header = struct.pack("<IiiHHIIiiII", 40 if len(masks) < 16 else 108, width, -height if from_top else height, 1,
                             depth, compression, len(data), 2835, 2835, colours, 0)
        header += masks + (b"\0" * 52 if len(masks) == 16 else b"")
    offset = 14 + len(header) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + header + palette + data


def bmps():
    width, height = 19, 7
    white = (255, 255, 255)

    def save(name, depth, to_rgb, **options):
        values = [[RANDOM.randint(0, 2 ** depth - 1) for _ in range(width)] for _ in range(height)]
        rgb = on_white([(*c, 255)[:4] for row in values for c in map(to_rgb, row)])
        write(name, "bmp", bmp(width, height, depth, values, **options), (width, height), (width, height), rgb)

    for depth in (1, 4, 8):
        colours = [tuple(RANDOM.randint(0, 255) for _ in range(3)) for _ in range(2 ** depth)]
        bgr0 = b"".join(bytes((*c[::-1], 0)) for c in colours)
        save(f"palette-{depth}.bmp", depth, lambda v: colours[v], palette=bgr0)
        save(f"palette-{depth}-core.bmp", depth, lambda v: colours[v], core=True,
             palette=b"".join(bytes(c[::-1]) for c in colours))
    # A palette shorter than the pixels ask for: what is missing is black.
    save("palette-short.bmp", 8, lambda v: white if v < 100 else (0, 0, 0), palette=bytes((255, 255, 255, 0)) * 100)

    def scaled(value, bits):
        return (value * 255 * 2 + (2 ** bits - 1)) // (2 * (2 ** bits - 1))

    save("555.bmp", 16, lambda v: tuple(scaled(v >> s & 31, 5) for s in (10, 5, 0)))
    save("565.bmp", 16, lambda v: (scaled(v >> 11, 5), scaled(v >> 5 & 63, 6), scaled(v & 31, 5)), compression=3,
         masks=struct.pack("<III", 0xF800, 0x07E0, 0x001F))
    save("24.bmp", 24, lambda v: (v >> 16, v >> 8 & 255, v & 255))
    save("24-from-top.bmp", 24, lambda v: (v >> 16, v >> 8 & 255, v & 255), from_top=True)
    save("24-core.bmp", 24, lambda v: (v >> 16, v >> 8 & 255, v & 255), core=True)
    save("32.bmp", 32, lambda v: (v >> 16 & 255, v >> 8 & 255, v & 255))
    save("32-alpha.bmp", 32, lambda v: (v & 255, v >> 8 & 255, v >> 16 & 255, v >> 24), compression=3,
         masks=struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000))


jpegs()
pngs()
webps()
bmps()
(HERE / "expected.txt").write_text("\n".join(sorted(EXPECTED)) + "\n")
