/** One range of bytes of a thing of known size (RFC 9110, section 14). */

export type ByteRange = { start: number; end: number };

/**
 * `end` is the last byte, not the one after it. `whole` for no range, several, or one in another unit;
 * `none` when nothing of it is there.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | 'whole' | 'none' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return 'whole';
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  if (first === '') return suffix(Number(last), sizeBytes);
  const start = Number(first);
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== '' && Number(last) < start) return 'whole';
  return start < sizeBytes ? { start, end } : 'none';
}

function suffix(length: number, sizeBytes: number): ByteRange | 'none' {
  if (length === 0 || sizeBytes === 0) return 'none';
  return { start: Math.max(0, sizeBytes - length), end: sizeBytes - 1 };
}
