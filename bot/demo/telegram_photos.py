"""What the demo's Bot API server looks at in an uploaded photo: that it is one, and its width and height.

The limits are those of https://core.telegram.org/bots/api#sendphoto, the words of a refusal those of the servers
behind it (https://core.telegram.org/method/messages.sendMedia#possible-errors).
"""

from __future__ import annotations

import struct

MAX_SIDES = 10_000  #: pixels, width and height together
MAX_RATIO = 20  #: of the longer side to the shorter one

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The JPEG markers that begin a frame, of whichever coding (ITU-T T.81, table B.1)."""


def photo_size(photo: bytes) -> tuple[int, int]:
    """Return width and height of a PNG or JPEG in pixels. Raises ValueError in Telegram's words for what it refuses."""
    try:
        width, height = _png_size(photo) if photo.startswith(_PNG) else _jpeg_size(photo)
    except struct.error:  # it ends too early
        raise ValueError("IMAGE_PROCESS_FAILED") from None
    if not min(width, height) or width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise ValueError("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _png_size(photo: bytes) -> tuple[int, int]:
    """Read the header, which is the first chunk: https://www.w3.org/TR/png-3/#11IHDR."""
    width, height = struct.unpack_from(">II", photo, 16)
    return width, height


def _jpeg_size(photo: bytes) -> tuple[int, int]:
    """Read the header of the frame, behind segments that each have a marker and their length (ITU-T T.81, B.1.1)."""
    if not photo.startswith(_JPEG):
        raise ValueError("IMAGE_PROCESS_FAILED")
    at = 2
    while True:
        marker, length = struct.unpack_from(">xBH", photo, at)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", photo, at + 5)
            return width, height
        at += 2 + length
