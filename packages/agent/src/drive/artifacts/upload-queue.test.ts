import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UnitId } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMasker } from '../../masking/masker.ts';
import type { SendFile } from './send-file.ts';
import { openUploadQueue, type UploadLimits } from './upload-queue.ts';

let base: string;
let inside: string;
let stored: { name: string; content: string; resultKey?: string }[];
let refused: string[];
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'gauntlet-upload-')));
  inside = join(base, 'work');
  mkdirSync(inside);
  stored = [];
  refused = [];
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const store: SendFile = async ({ sizeBytes, ...query }, open) => {
  const chunks: Buffer[] = [];
  for await (const chunk of open()) chunks.push(chunk as Buffer);
  const content = Buffer.concat(chunks);
  expect(content.length).toBe(sizeBytes);
  expect(`sha256:${createHash('sha256').update(content).digest('hex')}`).toBe(query.checksum);
  stored.push({ name: query.name, content: content.toString(), resultKey: query.resultKey });
  return ok(null);
};

const open = (send = store, limits?: UploadLimits) =>
  openUploadQueue({
    folder: join(base, 'uploads'),
    roots: [inside],
    send,
    masker: createMasker(['hunter22']),
    limits,
    restsMs: { running: 1, atEnd: 1 },
    onRefused: (message) => refused.push(message),
  });

const file = (name: string, content = name) => {
  writeFileSync(join(inside, name), content);
  return { path: join(inside, name), name, type: 'attachment' as const };
};
const UNIT = 'unit' as UnitId;

describe('a file that is to be kept', () => {
  it('is uploaded as it was when it was named, once it is released', async () => {
    const queue = open();
    const release = queue.add({ ...file('shot.png', 'first'), resultKey: 'k' });
    await queue.staged();
    writeFileSync(join(inside, 'shot.png'), 'overwritten by the next test');
    expect(stored).toEqual([]);
    release();
    await queue.settled();
    expect(stored).toEqual([{ name: 'shot.png', content: 'first', resultKey: 'k' }]);
    expect(queue.storedCount()).toBe(1);
    expect(readdirSync(join(base, 'uploads'))).toEqual(['uploads.jsonl']);
  });

  it.each([
    ['report', 'raw-report', undefined, 'say ***'],
    ['page.html', 'attachment', undefined, 'say ***'],
    ['note', 'attachment', 'text/plain', 'say ***'],
    ['log.txt', 'attachment', 'image/png', 'say ***'],
    ['shot.png', 'screenshot', 'image/png', 'say hunter22'],
  ] as const)('is masked when it is text: %s, %s, %s', async (name, type, contentType, kept) => {
    const queue = open();
    queue.add({ ...file(name, 'say hunter22'), type, contentType })();
    await queue.settled();
    expect(stored).toMatchObject([{ name, content: kept }]);
  });

  it('is refused when it is a link to somewhere else, with a word about it', async () => {
    symlinkSync('/etc/passwd', join(inside, 'innocent.png'));
    const queue = open();
    queue.add({ path: join(inside, 'innocent.png'), name: 'innocent.png', type: 'screenshot' })();
    await queue.settled();
    expect(stored).toEqual([]);
    expect(refused).toEqual([
      'The file "innocent.png" was not kept: it lies outside of the folders of this group.',
    ]);
  });

  it('is not uploaded when its unit was returned', async () => {
    const queue = open();
    queue.add({ ...file('a'), unitId: UNIT });
    queue.add({ ...file('b'), unitId: 'other' as UnitId })();
    queue.dropUnit(UNIT);
    await queue.settled();
    expect(stored.map(({ name }) => name)).toEqual(['b']);
    expect(refused).toEqual([]);
    expect(queue.storedCount()).toBe(1);
  });

  it('is refused beyond the limits', async () => {
    const queue = open(store, { maxFileBytes: 10, maxTotalBytes: 25, maxFiles: 5 });
    const names = ['0123456789', 'larger-than-10', 'abcdefghij', 'klmnopqrst', 'u', 'one-too-many'];
    for (const name of names) queue.add(file(name))();
    await queue.settled();
    expect(stored.map(({ name }) => name).sort()).toEqual(['0123456789', 'abcdefghij', 'u']);
    expect(refused.length).toBe(3);
    expect(refused.join()).toContain('at most 5 files');
  });

  it('that the server does not take is only a note', async () => {
    const queue = open(async () => refuse({ code: 'given-up', message: '507 the storage is full' }));
    queue.add(file('a'))();
    await queue.settled();
    expect(refused).toEqual(['The file "a" was not kept: 507 the storage is full.']);
    expect(queue.storedCount()).toBe(0);
  });
});

describe('a file that the server cannot take now', () => {
  const full = refuse({ code: 'given-up' as const, message: '507 the storage is full' });
  const openRefusing = (times: number, running: number) => {
    const asked: string[] = [];
    const send: SendFile = (query, read) => {
      asked.push(query.name);
      return asked.length <= times ? Promise.resolve(full) : store(query, read);
    };
    const { folder, roots } = { folder: join(base, 'uploads'), roots: [inside] };
    const onRefused = (message: string) => refused.push(message);
    const masker = createMasker([]);
    return {
      asked,
      queue: openUploadQueue({ folder, roots, masker, send, restsMs: { running, atEnd: 1 }, onRefused }),
    };
  };

  it('is sent again while the group has other things to do', async () => {
    const { queue } = openRefusing(3, 1);
    queue.add(file('a'))();
    await expect.poll(() => stored.map(({ name }) => name)).toEqual(['a']);
    await queue.settled();
    expect(refused).toEqual([]);
    expect(queue.storedCount()).toBe(1);
  });

  it('is sent again at the end, does not rest for long any more, and holds up no other', async () => {
    const { asked, queue } = openRefusing(1, 3_600_000);
    queue.add(file('a'))();
    queue.add(file('b'))();
    await expect.poll(() => stored.map(({ name }) => name)).toEqual(['b']);
    await queue.settled();
    expect(asked).toEqual(['a', 'b', 'a']);
    expect(stored.map(({ name }) => name)).toEqual(['b', 'a']);
  });
});

describe('an agent that was killed and is started again', () => {
  it('uploads what it had staged and not stored, even if the file is gone, and counts all', async () => {
    const dying = open(async (query, read) =>
      query.name === 'a' ? store(query, read) : refuse({ code: 'aborted', message: 'killed' }),
    );
    for (const name of ['a', 'b']) dying.add(file(name))();
    dying.add({ ...file('c'), resultKey: 'c' });
    await expect.poll(() => stored.length).toBe(1);
    await dying.staged();
    rmSync(join(inside, 'b'));

    const queue = open();
    await queue.settled();
    expect(stored.map(({ name, content }) => [name, content])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
    expect(queue.storedCount()).toBe(3);
    expect(refused).toEqual([]);
  });
});
