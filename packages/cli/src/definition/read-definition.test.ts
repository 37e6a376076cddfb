import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkDefinition } from './check-definition.ts';
import { closestWord } from './closest-word.ts';
import { findJsonError } from './json-position.ts';
import { readDefinition } from './read-definition.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-definition-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, text: string | Buffer) {
  await writeFile(join(folder, name), text);
  return readDefinition(join(folder, name), name);
}

async function messageOf(name: string, text: string | Buffer): Promise<string> {
  const definition = await read(name, text);
  if (definition.ok) throw new Error('it was read');
  expect(definition.error.exitCode).toBe(3);
  return definition.error.message;
}

async function faultsOf(name: string, text: string) {
  const definition = await read(name, text);
  if (!definition.ok) throw new Error(definition.error.message);
  const checked = checkDefinition(definition.value.value, definition.value);
  if (checked.ok) throw new Error('it was accepted');
  expect(checked.error.exitCode).toBe(3);
  return Object.fromEntries((checked.error.faults ?? []).map((fault) => [fault.path, fault.message]));
}

test.each([
  [
    'YAML, a missing bracket',
    'a.yaml',
    'name: x\npaths: [a,\ntype: unit\n',
    /^a\.yaml:3:1: this is no YAML: .*\n\n3 \| type: unit\n {2}\| \^/,
  ],
  [
    'YAML, a tab',
    'a.yaml',
    'name: x\nretries:\n\tattempts: 1\n',
    /^a\.yaml:3:1: this is no YAML: Tabs are not allowed/,
  ],
  [
    'YAML, a key twice',
    'a.yaml',
    'name: x\nname: y\n',
    /^a\.yaml:2:1: this is no YAML: Map keys must be unique/,
  ],
  ['YAML, an alias without its anchor', 'a.yaml', 'name: *nobody\n', /Unresolved alias/],
  ['YAML, a tag that would make code', 'a.yaml', 'name: !!js/function x\n', /Unresolved tag/],
  [
    'JSON, a missing comma',
    'a.json',
    '{\n  "name": "x"\n  "type": "unit"\n}',
    /^a\.json:3:3: this is no JSON: [\s\S]*\n3 \| {3}"type": "unit"\n {2}\| {3}\^/,
  ],
  ['JSON, a word without quotes', 'a.json', '{\n  "name": x\n}', /^a\.json:2:11: /],
  ['JSON, a comma too many', 'a.json', '{"name": "x",\n}', /^a\.json:2:1: /],
  ['JSON, cut off', 'a.json', '{"name": "x"', /^a\.json:1:13: /],
])('%s is refused with line, column, the line and a caret', async (_, name, text, expected) => {
  expect(await messageOf(name, text)).toMatch(expected);
});

test('the place of a JSON error is found where V8 does not say it', () => {
  for (const [text, offset] of [
    ['{"a": x}', 6],
    ['[1, 2, oops]', 7],
    ['{"a": nul}', 9],
    ['tru', 3],
    ['', 0],
    ['{"a": "b\nc"}', 8],
  ] as const) {
    expect([text, findJsonError(text)?.offset]).toEqual([text, offset]);
  }
  expect(findJsonError('{"a": [1, 2, {"b": null}]}')).toBeNull();
});

test('a nest of aliases made to explode is refused', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, index) => `l${index + 1}: &l${index + 1} [${`*l${index},`.repeat(10)}]`,
  );
  const text = `l0: &l0 [x,x,x,x,x,x,x,x,x,x]\n${levels.join('\n')}\n`;
  expect(await messageOf('a.yaml', text)).toMatch(/alias/);
});

test('every fault of a definition is told with its path, its line and what to write instead', async () => {
  const text = [
    'name: x',
    'paralellism: 2',
    'type: unitt',
    'environment: { PORT: 3000, "a-b": x }',
    'timeouts: { runSeconds: -1, runSecond: 5 }',
    'setup: { commands: [] }',
    'content: { type: folder }',
    'retries: 3',
    'secrets: { TOKEN: "a b" }',
  ].join('\n');
  expect(await faultsOf('a.yaml', text)).toEqual({
    paralellism: 'is no known key; did you mean parallelism? (line 2)',
    type: expect.stringMatching(/^must be one of unit, .*; did you mean unit\? \(line 3\)$/),
    'environment.PORT': 'must be text, not a number: write "3000" in quotes (line 4)',
    'environment.a-b': expect.stringMatching(
      /^is no good name: letters, digits and underscores.*\(line 4\)$/,
    ),
    'timeouts.runSeconds': 'must be more than 0 (line 5)',
    'timeouts.runSecond': 'is no known key; did you mean runSeconds? (line 5)',
    'setup.commands': 'needs at least 1 entry (line 6)',
    'content.type': 'must be one of git, archive, inline (line 7)',
    retries: 'must be a set of keys, not a number (line 8)',
    'secrets.TOKEN': 'letters, digits, dots, dashes and underscores (line 9)',
  });
});

test('places are told for JSON too, and for what is missing', async () => {
  expect(await faultsOf('a.json', '{\n  "parallelism": "2"\n}')).toEqual({
    name: 'is missing (line 1)',
    parallelism: 'must be a number, not text (line 2)',
  });
  expect(await faultsOf('a.yaml', '- just\n- a list\n')).toEqual({
    definition: 'must be a set of keys, not a list (line 1)',
  });
});

test('a definition without content is good: it means the folder it lies in', async () => {
  const definition = await read('a.yaml', 'name: x\n');
  expect(definition.ok && checkDefinition(definition.value.value, definition.value)).toEqual({
    ok: true,
    value: { name: 'x' },
  });
});

test('a word far from every known one gets no suggestion', () => {
  expect(closestWord('paralel', ['parallelism', 'priority'])).toBeNull();
  expect(closestWord('prioritiy', ['parallelism', 'priority'])).toBe('priority');
  expect(closestWord('tags', ['tags'])).toBe('tags');
});

test('a file that is no text at all is told as that, by name', async () => {
  expect(await messageOf('a.yaml', Buffer.from([0x6e, 0xff, 0xfe, 0x3a]))).toBe('a.yaml is no UTF-8 text.');
});
