/**
 * Owns how many bytes of a report are spent. Invariant: what was spent plus what is reserved never
 * exceeds the total, so a report that asks before it writes cannot grow over its limit.
 */

/** Bytes of the text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    // A pair takes four bytes; it was counted as two units and is charged two more, once.
    if (unit >= 0xd800 && unit <= 0xdbff && isLow(text.charCodeAt(index + 1))) index += 1;
  }
  return bytes;
}

const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

export type ByteLedger = {
  /** Bytes that may still be spent, without those reserved. */
  left: () => number;
  /** Sets bytes aside for what comes later; a negative number gives them back. */
  reserve: (bytes: number) => void;
  /** Counts the text and returns it. */
  spend: (text: string) => string;
};

export function openLedger(totalBytes: number): ByteLedger {
  let free = totalBytes;
  return {
    left: () => free,
    reserve: (bytes) => {
      free -= bytes;
    },
    spend: (text) => {
      free -= utf8Length(text);
      return text;
    },
  };
}

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
