import { randomUUID } from 'node:crypto';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import type { DefinitionId, ExecutionId, GroupId, LogStream } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type ArtifactStore,
  type LogFilter,
  type LogPage,
  type LogReader,
  type LogStore,
  SEEK_STRIDE_BYTES,
} from '../../../executions/index.ts';
import {
  type StoredTeam,
  storeArtifactRow,
  storeDefinition,
  storeExecution,
  storeGroup,
  storeTeam,
} from '../../../testing/stored-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/template-database.ts';
import { createDatabase } from '../database.ts';
import { createPostgresLogStore } from '../log-store.ts';
import { createPostgresLogReader } from './log-reader.ts';

let database: TestDatabase;
let logs: LogStore;
let reader: LogReader;
let team: StoredTeam;
let definitionId: DefinitionId;
const files = new Map<string, Uint8Array>();
/** Bytes that were taken out of the store so far. */
let takenBytes = 0;

const artifacts: Pick<ArtifactStore, 'get'> = {
  get: async (key, { start = 0 } = { start: 0 }) => {
    const content = files.get(key)?.subarray(start);
    if (!content) return refuse({ code: 'not-found', message: key });
    // In small pieces, as a stream of the disk or the network comes.
    const pieces = Array.from({ length: Math.ceil(content.length / 1000) }, (_, i) =>
      content.subarray(i * 1000, i * 1000 + 1000),
    );
    return ok(
      (async function* () {
        for (const piece of pieces) {
          takenBytes += piece.length;
          yield piece;
        }
      })(),
    );
  },
};

beforeAll(async () => {
  database = await createTestDatabase();
  const db = createDatabase(database.pool);
  logs = createPostgresLogStore(db);
  reader = createPostgresLogReader({ database: db, artifacts, logs });
});
afterAll(() => database.drop());
beforeEach(async () => {
  team = await storeTeam(database.pool, `team-${randomUUID()}`);
  definitionId = await storeDefinition(database.pool, team, 'suite');
});

const store = (columns: Record<string, unknown> = { status: 'running' }) =>
  storeExecution(database.pool, team, { definitionId, columns });

async function print(groupId: GroupId, stream: LogStream, ...parts: (string | Uint8Array)[]) {
  for (const part of parts) {
    const { rows } = await database.pool.query(
      'select coalesce(sum(octet_length(content)), 0) as next from log_chunks where group_id = $1 and stream = $2',
      [groupId, stream],
    );
    const accepted = await logs.append(groupId, stream, rows[0].next, Buffer.from(part));
    expect(accepted.accepted).toBe(true);
  }
}

async function page(id: ExecutionId, cursor?: string, filter: LogFilter = {}): Promise<LogPage> {
  const read = await reader.chunks(team, id, filter, cursor);
  if (!read?.ok) throw new Error(JSON.stringify(read));
  return read.value;
}

/** Everything there is by now, by stream. */
async function readAll(id: ExecutionId, from?: string, filter: LogFilter = {}) {
  const texts = new Map<string, string>();
  let cursor = from;
  for (;;) {
    const read = await page(id, cursor, filter);
    for (const { attempt, groupIndex, stream, offset, text } of read.chunks) {
      const key = `${attempt}.${groupIndex}.${stream}`;
      const before = texts.get(key) ?? '';
      if (from === undefined) expect(offset).toBe(Buffer.byteLength(before));
      texts.set(key, before + text);
    }
    cursor = read.cursor;
    if (!read.more) return { texts, cursor, complete: read.complete };
  }
}

type Kind = 'plain' | 'compressed' | 'compressed, to be read from its middle';

/** What a store makes of it, which says where it can be entered only in the last case. */
function pack(content: Buffer, kind: Kind): { bytes: Uint8Array; seekPoints: number[] | null } {
  if (kind === 'plain') return { bytes: content, seekPoints: null };
  if (kind === 'compressed') return { bytes: gzipSync(content), seekPoints: null };
  const parts: Uint8Array[] = [gzipSync('').subarray(0, 10)];
  const seekPoints: number[] = [];
  for (let at = 0; at < content.length; at += SEEK_STRIDE_BYTES) {
    if (at > 0) seekPoints.push(parts.reduce((sum, { length }) => sum + length, 0));
    const stride = content.subarray(at, at + SEEK_STRIDE_BYTES);
    parts.push(deflateRawSync(stride, { finishFlush: constants.Z_FULL_FLUSH }));
  }
  return { bytes: Buffer.concat([...parts, deflateRawSync(''), gzipSync(content).subarray(-8)]), seekPoints };
}

/** What the collector does with chunks at the end. */
async function archive(id: ExecutionId, kind: Kind) {
  const { rows } = await database.pool.query(
    `select group_id, stream, string_agg(content, ''::bytea order by byte_offset) as content
     from log_chunks join execution_groups using (group_id) where execution_id = $1 group by group_id, stream`,
    [id],
  );
  for (const row of rows) {
    const key = `executions/${id}/${row.group_id}-${row.stream}${kind === 'plain' ? '' : '.gz'}`;
    const { bytes, seekPoints } = pack(row.content, kind);
    files.set(key, bytes);
    const type = row.stream === 'setup' ? 'setup-log' : 'log';
    const columns = { group_id: row.group_id, s3_path: key, file_name: key, seek_points: seekPoints };
    await storeArtifactRow(database.pool, id, type, columns);
  }
  await database.pool.query(
    'delete from log_chunks where group_id in (select group_id from execution_groups where execution_id = $1)',
    [id],
  );
  await database.pool.query(`update execution_groups set status = 'finished' where execution_id = $1`, [id]);
  await database.pool.query(`update test_executions set status = 'archived' where execution_id = $1`, [id]);
}

describe('logs of a running execution', () => {
  it('come in the order they were printed, each once, and go on where the cursor stands', async () => {
    const id = await store();
    const [first, second] = [
      await storeGroup(database.pool, id),
      await storeGroup(database.pool, id, { group_index: 1 }),
    ];
    await print(first, 'setup', 'npm ci\n');
    await print(first, 'output', 'a1\n');
    await print(second, 'output', 'b1\n');
    await print(first, 'output', 'a2\n');
    const start = await page(id);
    expect(start.chunks.map(({ groupIndex, text }) => `${groupIndex}${text}`)).toEqual([
      '0npm ci\n',
      '0a1\n',
      '1b1\n',
      '0a2\n',
    ]);
    expect(start).toMatchObject({ complete: false, more: false });
    expect((await page(id, start.cursor)).chunks).toEqual([]);
    await print(second, 'output', 'b2\n');
    const next = await page(id, start.cursor);
    expect(next.chunks).toMatchObject([{ groupIndex: 1, stream: 'output', offset: 3, text: 'b2\n' }]);
  });

  it('a character that was cut between two chunks arrives whole', async () => {
    const id = await store();
    const group = await storeGroup(database.pool, id);
    const euro = Buffer.from('€');
    await print(group, 'output', Buffer.concat([Buffer.from('price '), euro.subarray(0, 1)]));
    const start = await page(id);
    expect(start.chunks.map((chunk) => chunk.text)).toEqual(['price ']);
    await print(group, 'output', euro.subarray(1));
    const next = await page(id, start.cursor);
    expect(next.chunks).toMatchObject([{ offset: 6, text: '€' }]);
  });

  it('bytes that are no text are replaced and hold nothing back', async () => {
    const id = await store();
    const group = await storeGroup(database.pool, id);
    await print(group, 'output', Buffer.from([0xff, 0xfe, 0x00, 0x41]));
    expect((await page(id)).chunks[0]?.text).toBe('\ufffd\ufffd\0A');
  });

  it('what is too much for a page comes in several, without a gap', async () => {
    const id = await store();
    const groups = await Promise.all(
      [0, 1, 2].map((group_index) => storeGroup(database.pool, id, { group_index })),
    );
    const line = `${'x'.repeat(40_000)}é\n`;
    for (let round = 0; round < 12; round += 1)
      for (const group of groups) await print(group, 'output', line);
    const first = await page(id);
    expect(first.more).toBe(true);
    expect(first.chunks.reduce((sum, chunk) => sum + chunk.text.length, 0)).toBeLessThan(700_000);
    const { texts, complete } = await readAll(id);
    expect([...texts.values()]).toEqual(Array.from({ length: 3 }, () => line.repeat(12)));
    expect(complete).toBe(false);
  });

  it('more chunks than one look takes are told in full', async () => {
    const id = await store();
    const group = await storeGroup(database.pool, id);
    const lines = Array.from({ length: 150 }, (_, index) => `${index}\n`);
    await print(group, 'output', ...lines);
    expect((await readAll(id)).texts.get('0.0.output')).toBe(lines.join(''));
  });

  it('can be asked for one group or one stream, and a cursor of another question is refused', async () => {
    const id = await store();
    const [first, second] = [
      await storeGroup(database.pool, id),
      await storeGroup(database.pool, id, { group_index: 1 }),
    ];
    await print(first, 'setup', 'set up');
    await print(second, 'output', 'ran');
    expect((await page(id, undefined, { groupIndex: 1 })).chunks.map((chunk) => chunk.text)).toEqual(['ran']);
    const setup = await page(id, undefined, { stream: 'setup' });
    expect(setup.chunks.map((chunk) => chunk.text)).toEqual(['set up']);
    expect(await reader.chunks(team, id, {}, setup.cursor)).toMatchObject({ ok: false });
    expect(await reader.chunks(team, id, {}, 'nonsense')).toMatchObject({ ok: false });
  });

  it("are nobody else's", async () => {
    const id = await store();
    const others = await storeTeam(database.pool, `others-${randomUUID()}`);
    expect(await reader.chunks(others, id, {}, undefined)).toBeNull();
    expect(await reader.text(others, id, {})).toBeNull();
  });
});

const KINDS: readonly Kind[] = ['plain', 'compressed', 'compressed, to be read from its middle'];

describe.each(KINDS)('logs that have moved into artifacts (%s)', (kind) => {
  it('read the same as before, from the beginning and from a cursor of before', async () => {
    const id = await store();
    const groups = await Promise.all(
      [0, 1].map((group_index) => storeGroup(database.pool, id, { group_index })),
    );
    for (const group of groups) await print(group, 'output', `${'line é\n'.repeat(100_000)}${group}\n`);
    await print(groups[0] as GroupId, 'setup', 'npm ci\n');
    const middle = await page(id);
    const before = (await readAll(id)).texts;
    const restBefore = (await readAll(id, middle.cursor)).texts;
    await archive(id, kind);
    const after = await readAll(id);
    expect(new Map([...after.texts].toSorted())).toEqual(new Map([...before].toSorted()));
    expect(after.complete).toBe(true);
    expect(new Map([...(await readAll(id, middle.cursor)).texts].toSorted())).toEqual(
      new Map([...restBefore].toSorted()),
    );
    expect((await page(id, after.cursor)).chunks).toEqual([]);
    expect(await page(id, after.cursor)).toMatchObject({ complete: true });
  });

  it('are one text with headings', async () => {
    const id = await store();
    const group = await storeGroup(database.pool, id);
    await print(group, 'setup', 'npm ci\n');
    await print(group, 'output', 'ok');
    const whole = '==> group 0, setup <==\nnpm ci\n\n==> group 0, output <==\nok';
    expect(await textOf(id)).toBe(whole);
    await archive(id, kind);
    expect(await textOf(id)).toBe(whole);
    expect(await textOf(id, { stream: 'output' })).toBe('ok');
  });
});

describe.each<Kind>(['plain', 'compressed, to be read from its middle'])('a long log (%s)', (kind) => {
  it('is read page by page at the cost of its pages, whatever comes before them', async () => {
    const id = await store();
    const group = await storeGroup(database.pool, id);
    const part = Array.from({ length: 4_000 }, () => `${randomUUID()}${randomUUID()}\n`).join('');
    for (let count = 0; count < 30; count += 1) await print(group, 'output', part);
    await archive(id, kind);
    const [file = new Uint8Array()] = [...files]
      .filter(([key]) => key.includes(id))
      .map(([, bytes]) => bytes);
    takenBytes = 0;
    const { texts } = await readAll(id);
    expect(texts.get('0.0.output') === part.repeat(30)).toBe(true);
    // Pages of half a stride: each stride is begun two or three times, and what a stream reads ahead is added.
    expect(takenBytes).toBeLessThan(4 * file.length);
  });
});

it('a log whose artifact is gone is empty and the rest is served', async () => {
  const id = await store();
  const groups = await Promise.all(
    [0, 1].map((group_index) => storeGroup(database.pool, id, { group_index })),
  );
  for (const group of groups) await print(group, 'output', `${group}`);
  await archive(id, 'compressed');
  files.delete(`executions/${id}/${groups[0]}-output.gz`);
  const { texts, complete } = await readAll(id);
  expect(texts.get('0.1.output')).toBe(groups[1]);
  expect(texts.has('0.0.output')).toBe(false);
  expect(complete).toBe(true);
});

it('a cursor stays short when hundreds of groups have ended', async () => {
  const id = await store();
  for (let group_index = 0; group_index < 300; group_index += 1) {
    const group = await storeGroup(database.pool, id, { group_index, status: 'finished' });
    await print(group, 'output', 'x'.repeat(1000));
  }
  const { cursor } = await readAll(id);
  expect(cursor.length).toBeLessThan(100);
  const late = await storeGroup(database.pool, id, { group_index: 300 });
  await print(late, 'output', 'late');
  expect((await page(id, cursor)).chunks).toMatchObject([{ groupIndex: 300, text: 'late' }]);
});

async function textOf(id: ExecutionId, filter: LogFilter = {}): Promise<string> {
  const text = await reader.text(team, id, filter);
  const parts: Uint8Array[] = [];
  for await (const part of text ?? []) parts.push(part);
  return Buffer.concat(parts).toString();
}
