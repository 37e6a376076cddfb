/** Bytes of UTF-8, and what fits into so many of them. */

export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    // A pair takes four bytes: two are counted by its length, two more are charged, once.
    if (isHigh(unit) && isLow(text.charCodeAt(index + 1))) index += 1;
  }
  return bytes;
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** The first pieces that together fit into so many bytes, and how many did not. */
export function fitPieces(pieces: Iterable<string>, bytes: number): { text: string; leftOut: number } {
  const kept: string[] = [];
  let [room, leftOut] = [bytes, 0];
  for (const piece of pieces) {
    const size = utf8Length(piece);
    if (leftOut > 0 || size > room) leftOut += 1;
    else {
      kept.push(piece);
      room -= size;
    }
  }
  return { text: kept.join(''), leftOut };
}
