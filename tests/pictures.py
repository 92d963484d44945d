"""Pictures for tests: small files of any width and height."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 1080, height: int = 720) -> bytes:
    """Return a white picture as PNG, one bit a pixel (https://www.w3.org/TR/png-3/)."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = (b"\0" + b"\xff" * ((width + 7) // 8)) * height
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def jpeg_head(width: int, height: int) -> bytes:
    """Return how a JPEG begins, up to the header of its frame (ITU-T T.81, B.2.2)."""
    segments = ((0xE0, b"JFIF\0" + bytes(9)), (0xDB, bytes(65)))
    frame = struct.pack(">BHHB", 8, height, width, 1) + bytes(3)
    return b"\xff\xd8" + b"".join(
        struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data for marker, data in (*segments, (0xC2, frame))
    )
