/** Tar archives, byte by byte: also those that no tool would write. */
import { gzipSync } from 'node:zlib';

const BLOCK = 512;

type Entry = { name: string; content?: string; sizeBytes?: number; linkTo?: string };

/** The header of one entry; `sizeBytes` may claim what does not follow. */
function headerOf({ name, content = '', sizeBytes = Buffer.byteLength(content), linkTo }: Entry): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  header.write(name, 0, 100);
  header.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100);
  header.write(`${octal(linkTo === undefined ? sizeBytes : 0, 11)} ${octal(0, 11)} `, 124);
  header.write(' '.repeat(8), 148); // the checksum is made with blanks in its place
  header.write(linkTo === undefined ? '0' : '2', 156);
  header.write(linkTo ?? '', 157, 100);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}

const padded = (content: string): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
};

const END = Buffer.alloc(2 * BLOCK);

const tarOf = (entries: readonly Entry[]): Buffer =>
  Buffer.concat([...entries.flatMap((entry) => [headerOf(entry), padded(entry.content ?? '')]), END]);

export const tarGzOf = (entries: readonly Entry[]): Buffer => gzipSync(tarOf(entries));

const MEMBER_BYTES = 64 * 1024 ** 2;

/** A file of zeros, packed a thousand times smaller; gzip allows its members to be strung together. */
export function* zerosTarGz(name: string, sizeBytes: number): Generator<Buffer> {
  yield gzipSync(headerOf({ name, sizeBytes }));
  const member = gzipSync(Buffer.alloc(MEMBER_BYTES));
  for (let written = 0; written < sizeBytes; written += MEMBER_BYTES) yield member;
  yield gzipSync(END);
}
