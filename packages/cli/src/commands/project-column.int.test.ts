/** Lists from home, at a terminal and for programs, against a server that speaks the contract. */
import { PassThrough } from 'node:stream';
import type { DefinitionId, ProjectId } from '@gauntlet/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandContext, GlobalOptions } from '../command-context.ts';
import { createOutput } from '../terminal/output.ts';
import { type ContractServer, startContractServer } from '../testing/contract-server.ts';
import { passingSuite } from '../testing/suites.ts';
import { definitionListCommand, definitionRemoveCommand, definitionShowCommand } from './definition.ts';
import { secretListCommand } from './secret.ts';

const CHECKOUT = '0198b2c4-7a00-7000-8000-000000000001' as ProjectId;
const UNKNOWN = '0198b2c4-7a00-7000-8000-00000000000f' as ProjectId;
const idOf = (number: number) => `0198b2c4-7a00-7000-8000-0000000000d${number}` as DefinitionId;

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer({ suite: passingSuite });
});
afterEach(() => server.close());

function define(...places: (ProjectId | null)[]): void {
  places.forEach((projectId, number) => {
    const at = '2026-01-01T00:00:00.000Z';
    const definition = { definitionId: idOf(number), projectId, name: 'pay', version: 1 };
    server.definitions.set(definition.definitionId, { ...definition, createdAt: at, updatedAt: at });
  });
}

async function said(
  command: (context: CommandContext) => Promise<number>,
  look: 'terminal' | 'program' = 'terminal',
  options: GlobalOptions = {},
) {
  const stream = () => Object.assign(new PassThrough(), { isTTY: look === 'terminal', columns: 200 });
  const [out, err] = [stream(), stream()];
  const env = { GAUNTLET_URL: server.url, GAUNTLET_TOKEN: server.token };
  const code = await command({
    ...{ env, cwd: '/', stdin: process.stdin, extraArgs: [], options: { ...options, utc: true } },
    out: createOutput(out, {}, { noColor: true }),
    err: createOutput(err, {}, { noColor: true }),
  });
  const read = (from: PassThrough) => String(from.read() ?? '');
  return { code, out: read(out).trimEnd().split('\n'), err: read(err) };
}
const list = (look?: 'terminal' | 'program') =>
  said((context) => definitionListCommand(context, { limit: 20 }), look);
const askedForProjects = () =>
  server.requests.filter(({ path }) => path.startsWith('/api/v1/projects')).length;

describe('a list of things of several projects', () => {
  test('says at a terminal which project each is of, and nothing for what is of the team', async () => {
    define(CHECKOUT, null, UNKNOWN);
    const [title, ...rows] = (await list()).out;
    expect(title).toMatch(/ {2}project$/);
    expect(rows.map((row) => row.split(/ {2,}/).at(-1))).toEqual(['checkout', idOf(1), UNKNOWN]);
    server.secrets.set('npm-token', 'x');
    expect((await said(secretListCommand)).out[0]).not.toContain('project');
  });

  test('has no such column where all are of one place, and asks for no names', async () => {
    define(CHECKOUT, CHECKOUT);
    expect((await list()).out[0]).not.toContain('project');
    expect(askedForProjects()).toBe(0);
  });

  test('has for programs always the same columns, with ids', async () => {
    for (const places of [[CHECKOUT, null], [null]]) {
      server.definitions.clear();
      define(...places);
      const { out } = await list('program');
      expect(
        out
          .join('\n')
          .split('\n')
          .map((row) => row.split('\t')[6] ?? ''),
      ).toEqual(places.map((place) => place ?? ''));
    }
    expect(askedForProjects()).toBe(0);
  });
});

describe('a name that several definitions have', () => {
  test('is refused with each of them and what to say instead, and removes none', async () => {
    define(CHECKOUT, null);
    for (const command of [definitionShowCommand, definitionRemoveCommand]) {
      const { code, err } = await said((context) => command(context, 'pay'));
      expect(code).toBe(3);
      expect(err).toContain(`${idOf(0)}  of project checkout\n`);
      expect(err).toContain(`${idOf(1)}  of the team\n`);
      expect(err).toContain('Name the project by --project, or give the id of one.');
    }
    expect(server.definitions.size).toBe(2);
    expect((await said((context) => definitionShowCommand(context, idOf(1)))).code).toBe(0);
  });
});
