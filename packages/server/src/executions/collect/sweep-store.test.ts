import type { ArtifactId } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { type SweepStoreDeps, sweepStore } from './sweep-store.ts';

const HOUR = 3_600_000;
const clock = createFakeClock();
const ago = (hours: number) => new Date(clock.now().getTime() - hours * HOUR);

let objects: Map<string, { storedAt: Date; text: string }>;
let rows: { artifactId: ArtifactId; storageKey: string; createdAt: Date; state: string }[];
let uploads: string[];

beforeEach(() => {
  objects = new Map();
  rows = [];
  uploads = [];
});

const put = (key: string, hours: number, text = 'x') => objects.set(key, { storedAt: ago(hours), text });
const row = (artifactId: string, storageKey: string, hours: number) =>
  rows.push({ artifactId: artifactId as ArtifactId, storageKey, createdAt: ago(hours), state: 'stored' });

const deps: SweepStoreDeps = {
  clock,
  log: silentLog,
  installationId: async () => 'this database',
  artifacts: {
    knownKeys: async (keys) =>
      new Set(rows.filter((one) => keys.includes(one.storageKey)).map((one) => one.storageKey)),
    listStored: async ({ after, createdBefore, limit }) =>
      rows
        .filter((one) => one.state === 'stored' && one.createdAt < createdBefore)
        .filter((one) => after === null || one.artifactId > after)
        .slice(0, limit),
    markMissing: async (ids) => {
      for (const one of rows) if (ids.includes(one.artifactId)) one.state = 'missing';
    },
  },
  uploads: { knownKeys: async (keys) => new Set(uploads.filter((key) => keys.includes(key))) },
  artifactStore: {
    put: async (key, content) => {
      let text = '';
      for await (const chunk of content) text += new TextDecoder().decode(chunk);
      put(key, 0, text);
      return ok({ sizeBytes: text.length, checksum: '' });
    },
    get: async (key) => {
      const found = objects.get(key);
      if (!found) return refuse({ code: 'not-found', message: key });
      return ok(
        (async function* () {
          yield new TextEncoder().encode(found.text);
        })(),
      );
    },
    has: async (key) => objects.has(key),
    list: async function* () {
      for (const [key, { storedAt }] of [...objects]) yield { key, storedAt };
    },
    delete: async (key) => void objects.delete(key),
    removeLeftovers: async () => undefined,
  },
};

async function sweep(): Promise<number> {
  let batches = 0;
  for await (const _batch of sweepStore(deps)) batches += 1;
  return batches;
}

describe('a store that is this database’s own', () => {
  beforeEach(() => put('installation/id', 100, 'this database'));

  it('loses what no row refers to, once it is a day old', async () => {
    put('executions/a/old', 30);
    put('executions/a/on-its-way', 1);
    put('executions/a/known', 30);
    row('1', 'executions/a/known', 30);
    put('uploads/old', 30);
    put('uploads/known', 30);
    uploads = ['uploads/known'];
    await sweep();
    expect([...objects.keys()].sort()).toEqual([
      'executions/a/known',
      'executions/a/on-its-way',
      'installation/id',
      'uploads/known',
    ]);
  });

  it('tells of rows whose bytes are gone', async () => {
    put('executions/a/there', 30);
    row('1', 'executions/a/there', 30);
    row('2', 'executions/a/gone', 30);
    row('3', 'executions/a/young', 1);
    await sweep();
    expect(rows.map(({ state }) => state)).toEqual(['stored', 'missing', 'stored']);
  });

  it('is swept to its end whatever it holds, in batches', async () => {
    for (let number = 0; number < 1200; number += 1) put(`executions/a/${number}`, 30);
    for (let number = 1000; number < 2200; number += 1) row(String(number), `executions/b/${number}`, 30);
    expect(await sweep()).toBe(4);
    expect(objects.size).toBe(1);
    expect(rows.filter(({ state }) => state === 'stored')).toEqual([]);
  });
});

it('a store that another database has marked is left alone', async () => {
  put('installation/id', 100, 'another');
  put('executions/a/old', 30);
  row('1', 'executions/a/gone', 30);
  await sweep();
  expect(objects.has('executions/a/old')).toBe(true);
  expect(rows[0]?.state).toBe('stored');
});

it('a store that nobody has marked is marked and not swept before the next time', async () => {
  put('executions/a/old', 30);
  await sweep();
  expect(objects.get('installation/id')?.text).toBe('this database');
  expect(objects.has('executions/a/old')).toBe(true);
  await sweep();
  expect(objects.has('executions/a/old')).toBe(false);
});
