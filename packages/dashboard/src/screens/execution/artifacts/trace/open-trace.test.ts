import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { expect, it } from 'vitest';
import { openTrace, TooLarge } from './open-trace.ts';

const BEGIN = '{"type":"context-options","origin":"library","wallTime":0,"monotonicTime":0}\n';
const FRAME = '{"type":"screencast-frame","timestamp":1,"file":"screencast/a.jpeg"}\n';

async function zipOf(files: Record<string, string | Uint8Array>): Promise<Uint8Array> {
  const zip = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const [name, content] of Object.entries(files))
    await zip.add(
      name,
      typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content),
    );
  return new Uint8Array(await (await zip.close()).arrayBuffer());
}

async function open(bytes: Uint8Array) {
  let taken = 0;
  const opened = await openTrace(bytes.byteLength, async (from, length) => {
    taken += length;
    return bytes.slice(from, from + length);
  });
  return { opened, taken: () => taken };
}

it('takes of an archive what is shown, and a picture when it is asked for', async () => {
  const picture = crypto.getRandomValues(new Uint8Array(50_000));
  const other = crypto.getRandomValues(new Uint8Array(60_000));
  const files = { 'screencast/b.jpeg': other, 'screencast/a.jpeg': picture, 'trace.trace': BEGIN + FRAME };
  const { opened, taken } = await open(await zipOf(files));
  expect(opened?.trace.frames).toEqual([{ atMs: 0, file: 'screencast/a.jpeg' }]);
  const before = taken();
  const read = await opened?.readPicture('screencast/a.jpeg');
  expect(new Uint8Array((await read?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(picture);
  expect(taken() - before).toBeLessThan(60_000);
  expect(await opened?.readPicture('screencast/../../secret')).toBeNull();
});

it('says of another archive that it is no trace, and refuses what is none', async () => {
  expect((await open(await zipOf({ 'a.txt': 'hello' }))).opened).toBeNull();
  await expect(open(new TextEncoder().encode('no archive at all, however long it is'))).rejects.toThrow();
  const cut = (await zipOf({ 'trace.trace': BEGIN.repeat(100) })).slice(0, -30);
  await expect(open(cut)).rejects.toThrow();
});

it('stops unpacking what grows beyond all measure', async () => {
  const bomb = await zipOf({ 'trace.trace': new Uint8Array(80 * 2 ** 20) });
  expect(bomb.byteLength).toBeLessThan(2 ** 20);
  await expect(open(bomb)).rejects.toThrow(TooLarge);
});
