/**
 * Width and height of a picture from its header, so that one too large is refused before it is decoded.
 */

/** Pixels of a PNG, JPEG or WebP file; undefined where the header is cut or odd. */
export function pictureSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (bytes[0] === 0x89) return { width: view.getUint32(16), height: view.getUint32(20) };
    if (bytes[0] === 0xff) return jpegSize(view);
    return webpSize(view);
  } catch {
    // A RangeError: the file ends inside its header.
    return undefined;
  }
}

/** Segments up to the first start of frame (ITU T.81, B.2.2). */
function jpegSize(view: DataView): { width: number; height: number } | undefined {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Fill bytes, and markers without a length.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else at += 2 + view.getUint16(at + 2);
  }
}

/** The first chunk of a WebP file is lossy, lossless or extended (RFC 9649). */
function webpSize(view: DataView): { width: number; height: number } | undefined {
  const little = true;
  switch (view.getUint32(12)) {
    case 0x56503820: // "VP8 "
      return { width: view.getUint16(26, little) & 0x3fff, height: view.getUint16(28, little) & 0x3fff };
    case 0x5650384c: {
      // "VP8L"
      const bits = view.getUint32(21, little);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: {
      // "VP8X": 24 bits each
      const width = (view.getUint32(24, little) & 0xffffff) + 1;
      const height = (view.getUint32(26, little) >>> 8) + 1;
      return { width, height };
    }
    default:
      return undefined;
  }
}
