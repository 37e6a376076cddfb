import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { DefinitionId, ExecutionId, GroupId, LogStream } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArtifactStore, LogFilter, LogPage, LogReader, LogStore } from '../../../executions/index.ts';
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

const artifacts: Pick<ArtifactStore, 'get'> = {
  get: async (key) => {
    const content = files.get(key);
    if (!content) return refuse({ code: 'not-found', message: key });
    // In small pieces, as a stream of the disk or the network comes.
    const pieces = Array.from({ length: Math.ceil(content.length / 1000) }, (_, i) =>
      content.subarray(i * 1000, i * 1000 + 1000),
    );
    return ok(
      (async function* () {
        yield* pieces;
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

/** What the collector does with chunks at the end. */
async function archive(id: ExecutionId, compress: boolean) {
  const { rows } = await database.pool.query(
    `select group_id, stream, string_agg(content, ''::bytea order by byte_offset) as content
     from log_chunks join execution_groups using (group_id) where execution_id = $1 group by group_id, stream`,
    [id],
  );
  for (const row of rows) {
    const key = `executions/${id}/${row.group_id}-${row.stream}${compress ? '.gz' : ''}`;
    files.set(key, compress ? gzipSync(row.content) : row.content);
    const type = row.stream === 'setup' ? 'setup-log' : 'log';
    await storeArtifactRow(database.pool, id, type, { group_id: row.group_id, s3_path: key, file_name: key });
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

describe.each([true, false])('logs that have moved into artifacts (compressed: %s)', (compress) => {
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
    await archive(id, compress);
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
    await archive(id, compress);
    expect(await textOf(id)).toBe(whole);
    expect(await textOf(id, { stream: 'output' })).toBe('ok');
  });
});

it('a log whose artifact is gone is empty and the rest is served', async () => {
  const id = await store();
  const groups = await Promise.all(
    [0, 1].map((group_index) => storeGroup(database.pool, id, { group_index })),
  );
  for (const group of groups) await print(group, 'output', `${group}`);
  await archive(id, true);
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
