import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ContentLimits } from './content-order.ts';
import { InvalidContent, UnreadableArchive } from './explain-unpack.ts';

/** First bytes of formats that people upload by mistake. */
const OTHER_FORMATS: readonly [name: string, start: Buffer][] = [
  ['zip', Buffer.from('PK')],
  ['bzip2', Buffer.from('BZh')],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a])],
  ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ['7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf])],
];
const LONGEST_START = 5;

/**
 * The bytes of the tar in `source`, decompressed when it is gzip (told by its first bytes, not by a name),
 * and cut off with an `InvalidContent` as soon as they are too many.
 */
export async function* openTar(source: Readable, limits: ContentLimits): AsyncGenerator<Buffer> {
  let packed = 0;
  const input = readSource(source, (length) => {
    packed += length;
  });
  const { start, rest } = await takeStart(input);
  const format = OTHER_FORMATS.find(([, magic]) => start.subarray(0, magic.length).equals(magic))?.[0];
  if (format) throw new InvalidContent(`The archive is ${format}; upload a tar or a tar.gz.`);
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  let unpacked = 0;
  for await (const chunk of isGzip ? gunzip(rest) : rest) {
    unpacked += chunk.length;
    checkSize(packed, unpacked, limits);
    yield chunk;
  }
}

/** Errors of the source are told from errors of what it carries. */
async function* readSource(source: Readable, count: (length: number) => void): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of source) {
      count((chunk as Buffer).length);
      yield chunk as Buffer;
    }
  } catch (cause) {
    throw new UnreadableArchive(cause);
  }
}

const takeStart = async (input: AsyncGenerator<Buffer>) => {
  let start = Buffer.alloc(0);
  while (start.length < LONGEST_START) {
    const next = await input.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  return { start, rest: chain(start, input) };
};

async function* chain(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* gunzip(input: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const unzip = createGunzip({ chunkSize: 64 * 1024 });
  const feed = Readable.from(input);
  feed.on('error', (cause) => unzip.destroy(cause));
  feed.pipe(unzip);
  try {
    for await (const chunk of unzip) yield chunk as Buffer;
  } finally {
    feed.destroy();
    unzip.destroy();
  }
}

const checkSize = (packed: number, unpacked: number, limits: ContentLimits): void => {
  if (unpacked > limits.maxBytes)
    throw new InvalidContent(`The archive unpacks to more than the ${limits.maxBytes} bytes allowed.`);
  if (unpacked > limits.ratioFreeBytes && unpacked > packed * limits.maxRatio)
    throw new InvalidContent(
      `The archive unpacks to more than ${limits.maxRatio} times its size, which no project does.`,
    );
};
