import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNodes } from './read-nodes.ts';
import { readUnits } from './read-units.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-simulate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, content: unknown) => {
  await writeFile(
    join(folder, name),
    typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  );
  return name;
};
const unitsIn = async (...contents: (string | object)[]) => {
  const names = await Promise.all(contents.map((content, index) => write(`${index}.txt`, content)));
  return readUnits(folder, names);
};
const refusalOf = async (content: string | object) => {
  const read = await unitsIn(content);
  if (read.ok) throw new Error(`taken: ${JSON.stringify(read.value)}`);
  const { exitCode, faults = [], message } = read.error;
  expect(exitCode).toBe(3);
  return [message, ...faults.map((fault) => `${fault.path} ${fault.message}`)].join('\n');
};

describe('times of units', () => {
  test('are a list of keys, each with one time or several', async () => {
    const list = [
      { key: 'a', durationMs: 1200.4 },
      { key: 'b', durationMs: [10, 20] },
    ];
    const units = [
      { key: 'a', durationsMs: [1200] },
      { key: 'b', durationsMs: [10, 20] },
    ];
    expect(await unitsIn(list)).toEqual({ ok: true, value: units });
    expect(await unitsIn({ units: list })).toEqual({ ok: true, value: units });
  });

  test('of several files are those of several runs', async () => {
    const read = await unitsIn(
      [{ key: 'a', durationMs: 1 }],
      [
        { key: 'a', durationMs: 3 },
        { key: 'b', durationMs: 5 },
      ],
    );
    expect(read).toMatchObject({
      value: [
        { key: 'a', durationsMs: [1, 3] },
        { key: 'b', durationsMs: [5] },
      ],
    });
  });

  test('are read out of a CTRF report, summed up by file', async () => {
    const tests = [
      { name: 'one', status: 'passed', duration: 100, filePath: 'a.test.js' },
      { name: 'two', status: 'passed', duration: 50, filePath: 'a.test.js' },
      { name: 'three', status: 'failed', duration: 7, suite: ['cart', 'sums'] },
      { name: 'four', status: 'skipped', duration: 0 },
    ];
    expect(await unitsIn({ reportFormat: 'CTRF', specVersion: '0.0.0', results: { tests } })).toMatchObject({
      value: [
        { key: 'a.test.js', durationsMs: [150] },
        { key: 'cart', durationsMs: [7] },
        { key: 'four', durationsMs: [0] },
      ],
    });
  });

  test('are read out of JUnit XML: by file, class or suite', async () => {
    const xml = `<?xml version="1.0"?>
      <testsuites><testsuite name="outer" file="a.test.js">
        <testcase name="one" time="1.5"/><testcase name="two" time="0.25" file="b.test.js"/>
        </testsuite>
        <testsuite name="py"><testcase name="x" classname="tests.test_x" time="2"/><testcase name="y" time="1,000.5"/>
        </testsuite></testsuites>`;
    expect(await unitsIn(xml)).toMatchObject({
      value: [
        { key: 'a.test.js', durationsMs: [1500] },
        { key: 'b.test.js', durationsMs: [250] },
        { key: 'tests.test_x', durationsMs: [2000] },
        { key: 'py', durationsMs: [1_000_500] },
      ],
    });
  });
});

describe('a file that cannot be used', () => {
  test('is named with line and column, and shown, when it is no JSON', async () => {
    expect(await refusalOf('[\n  {"key": "a", "durationMs": 1},\n  {"key": "b" "durationMs": 2}\n]')).toMatch(
      /0\.txt:3:15: this is no JSON:[\s\S]*3 \| {3}\{"key": "b" "durationMs": 2\}\n {2}\| {15}\^/,
    );
  });

  test('names each fault with its line', async () => {
    const list = [
      { key: 'a', durationMs: -1 },
      { key: 'b', duration: 7 },
    ];
    const refusal = await refusalOf(list);
    expect(refusal).toContain('0.txt cannot be used.');
    expect(refusal).toMatch(/\[0\]\.durationMs must be at least 0.*\(line 4\)/);
    expect(refusal).toMatch(/\[1\]\.duration is not known; did you mean durationMs\? \(line \d\)/);
    expect(refusal).toMatch(/\[1\]\.durationMs is missing/);
  });

  test('is refused for a key that is there twice, and for having none', async () => {
    const twice = [
      { key: 'a', durationMs: 1 },
      { key: 'a', durationMs: 2 },
    ];
    expect(await refusalOf(twice)).toContain('the unit "a" is there twice');
    expect(await refusalOf([])).toContain('at least 1');
    expect(await refusalOf('<testsuites/>')).toContain('no test is in it');
    expect(await refusalOf('"text"')).toContain('must be a set of keys');
  });

  test('is refused for broken XML and times below nothing', async () => {
    expect(await refusalOf('<testsuites><testsuite>')).toMatch(/is no JUnit report: .*unclosed/);
    expect(await refusalOf('<testsuite><testcase name="a" time="-1"/></testsuite>')).toContain(
      'the time "-1"',
    );
  });

  test('is named when it is not there', async () => {
    expect(await readUnits(folder, ['none.json'])).toMatchObject({
      error: { message: 'none.json cannot be read: it is not there.', exitCode: 3 },
    });
  });
});

describe('nodes', () => {
  test('are typed, or read from a file', async () => {
    const typed = await readNodes(folder, [
      'm5,spot,cpu=3.92,memory=14.5Gi,price=0.08,min=1,max=20,start=2m,pods=58',
    ]);
    const kind = {
      ...{ name: 'm5', cpuMillis: 3920, memoryBytes: 14.5 * 2 ** 30, lifetime: 'spot', pricePerHour: 0.08 },
      ...{ least: 1, most: 20, startMs: 120_000, mostPods: 58 },
    };
    expect(typed).toEqual({ ok: true, value: [kind] });
    await write('nodes.json', [
      {
        name: 'm5',
        cpu: '3.92',
        memory: '14.5Gi',
        price: 0.08,
        spot: true,
        min: 1,
        max: 20,
        start: '120',
        pods: 58,
      },
      { name: 'large', cpu: 8, memory: '32Gi' },
    ]);
    const read = await readNodes(folder, ['nodes.json']);
    expect(read).toMatchObject({
      value: [kind, { name: 'large', lifetime: 'on-demand', least: 0, most: 10 }],
    });
  });

  test('are this host where none are named', async () => {
    expect(await readNodes(folder, undefined)).toMatchObject({
      value: [{ name: 'this-host', least: 1, most: 1 }],
    });
  });

  test.each([
    ['m5', 'cpu is missing'],
    ['m5,cpu=4,memory=1Gi,prise=1', 'prise is not known; did you mean price?'],
    ['m5,cpu=4,memory=1Gi,max=0', 'max must be at least 1'],
    ['m5,cpu=4,memory=1Gi,min=-1', 'min must be a number'],
    ['m5,cpu=4,memory=1Gi,min=4,max=2', 'max must not be less than min'],
    ['m5,cpu=4,memory=1Gi,start=soon', 'start It must be a time'],
    [',cpu=4,memory=1Gi', 'name must not be empty'],
  ])('%s is refused', async (typed, fault) => {
    const read = await readNodes(folder, [typed]);
    if (read.ok) throw new Error('taken');
    const faults = (read.error.faults ?? []).map(({ path, message }) => `${path} ${message}`).join('\n');
    expect(faults).toContain(fault);
    expect(read.error).toMatchObject({ exitCode: 3, message: `--nodes ${typed} cannot be used.` });
  });

  test('of one name are refused', async () => {
    const one = 'm5,cpu=4,memory=1Gi';
    expect(await readNodes(folder, [one, one])).toMatchObject({
      error: { message: 'Two node groups are called "m5".' },
    });
  });
});
