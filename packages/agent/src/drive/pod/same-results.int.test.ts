import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TestDefinitionInput } from '@gauntlet/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { SHIM_SCRIPT } from '../../../../server/src/adapters/kubernetes/job/shim-script.ts';
import { hasPytest } from '../../testing/installed.ts';
import { type Pod, startPod } from '../../testing/pod-stage.ts';
import { fixtureFolder } from '../../testing/run-fixture.ts';
import { hasContainers } from '../../testing/shim-container.ts';
import { commands, type Execution, startExecution, summarize } from '../testing/execution.ts';

const MODULES = join(import.meta.dirname, '../../../../../node_modules');

let executions: Execution[] = [];
let pods: Pod[] = [];
afterEach(async () => {
  for (const pod of pods) await pod.close();
  for (const execution of executions) await execution.end();
  [executions, pods] = [[], []];
});

const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile() && !/__pycache__|node_modules/.test(name))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

type Input = Omit<TestDefinitionInput, 'name'>;

const begin = async (definition: Input, secrets: Record<string, string>): Promise<Execution> => {
  const execution = await startExecution({ setup: 'none', ...definition }, { secrets });
  executions.push(execution);
  // Found upwards from any working folder, as if the image brought it along.
  symlinkSync(MODULES, join(execution.folder, 'node_modules'));
  return execution;
};

const runOnHost = async (definition: Input, secrets: Record<string, string>) => {
  const execution = await begin(definition, secrets);
  const agent = execution.launch(execution.addGroup('lead'), { PATH: `${hostPath()}` });
  expect(await agent.exited, agent.output()).toBe(0);
  return summarize(execution.state);
};

const PYTHON = hasPytest
  ? execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim()
  : '';
const hostPath = (): string => [join(process.execPath, '..'), process.env.PATH].join(':');

const runInPod = async (definition: Input, secrets: Record<string, string>, shell = '/bin/dash') => {
  const execution = await begin(definition, secrets);
  const group = execution.addGroup('lead');
  const folder = join(execution.folder, 'pod');
  mkdirSync(folder);
  const pod = startPod({
    ...{ url: execution.server.url(), group, folder, script: SHIM_SCRIPT, shell, variables: secrets },
    programs: { node: process.execPath, ...(PYTHON === '' ? {} : { python3: PYTHON }) },
  });
  pods.push(pod);
  const over = await pod.over();
  return { execution, group, pod, over, summary: summarize(execution.state) };
};

/** Every file that the tests can see, as one text. */
const visibleTo = (pod: Pod): string =>
  [pod.channelFolder, pod.workFolder].flatMap((folder) => Object.values(filesOf(folder))).join('\n');

const inline = (name: string) => ({
  content: { type: 'inline' as const, files: filesOf(fixtureFolder(name)) },
});

/** What hangs and crashes is with the others: Vitest takes its time to start again. */
const withoutHanging = ({ content: { files, ...content } }: ReturnType<typeof inline>) => ({
  content: {
    ...content,
    files: Object.fromEntries(Object.entries(files).filter(([name]) => !/hang|crash/.test(name))),
  },
});

const SUITES: Record<string, Input> = {
  'node:test': { ...inline('node-test'), framework: 'node:test', timeouts: { unitSeconds: 5 } },
  vitest: { ...withoutHanging(inline('vitest')), framework: 'vitest' },
  ...(hasPytest && {
    pytest: { ...inline('pytest'), framework: 'pytest', timeouts: { unitSeconds: 5 } },
  }),
  command: {
    ...commands({
      passes: 'test "$COLOUR" = green && test "$(printf %s "$API_KEY" | wc -c)" -eq 19',
      fails: 'exit 3',
      missing: 'no-such-program',
      killed: 'kill -s KILL $$',
      hangs: 'sleep 60 & sleep 61',
      reports: 'cat report.tap; exit 1',
    }),
    content: { type: 'inline', files: { 'report.tap': 'TAP version 13\n1..2\nok 1 - a\nnot ok 2 - b\n' } },
    environment: { COLOUR: 'green' },
    timeouts: { unitSeconds: 3 },
  },
};
const { commands: scripts = [] } = SUITES.command as Input;
for (const command of scripts) if (command.name === 'reports') command.report = { format: 'tap' };

const SECRETS = { API_KEY: 'a-long-secret-value' };

describe.skipIf(!hasContainers)('a group in a pod', () => {
  it.each(Object.keys(SUITES))('comes to the same results as on a host: %s', async (name) => {
    const definition = SUITES[name] as Input;
    const [onHost, inPod] = [await runOnHost(definition, SECRETS), await runInPod(definition, SECRETS)];
    expect(Object.keys(onHost).length).toBeGreaterThan(3);
    expect(inPod.summary, inPod.pod.agentLog()).toEqual(onHost);
    expect(inPod.over).toEqual({ container: 1, agent: 0 });
    expect(inPod.group.manifest?.reason).toBe('done');
    const seen = visibleTo(inPod.pod);
    for (const secret of [inPod.group.token, ...Object.values(SECRETS)]) expect(seen).not.toContain(secret);
    // Of what it has ended the shell may say so; what tests print goes to the agent alone.
    expect(inPod.pod.container.log()).toMatch(/^((Terminated|Killed)\n)*$/);
  });

  it('is green where every test was seen to pass, and its container ends with 0', async () => {
    const { over, summary } = await runInPod(commands({ a: 'true', b: 'exit 0' }), {}, '/bin/busybox');
    expect(summary).toEqual({ a: 'reported passed 1/0/0', b: 'reported passed 1/0/0' });
    expect(over).toEqual({ container: 0, agent: 0 });
  });

  it('sets itself up with the programs of the image, and shows files and source as on a host', async () => {
    const files = {
      'package.json': JSON.stringify({ name: 'p', type: 'module', scripts: { test: 'node --test' } }),
      'a.test.js':
        "import { test } from 'node:test';\nimport { writeFileSync } from 'node:fs';\nwriteFileSync('made.txt', process.execPath);\ntest('fails', () => {\n  throw new Error('here');\n});\n",
    };
    const { execution, group, pod, summary } = await runInPod(
      {
        ...{ content: { type: 'inline', files }, framework: 'node:test', artifacts: ['made.txt'] },
        setup: { commands: ['pwd > ../where.txt; command -v node'] },
      },
      {},
    );
    expect(summary).toEqual({ 'a.test.js': 'reported failed 0/1/0' });
    const [result] = [...execution.state.units.values()].flatMap(({ results }) => results);
    expect(result?.codeFrame).toMatchObject({ file: 'a.test.js' });
    expect(group.logs.setup.toString()).toContain(
      `\n${join(pod.workFolder, '../root of the tests/bin/node')}\n`,
    );
    const made = execution.state.artifacts.find(({ name }) => name === 'made.txt');
    expect(made?.content.toString()).toBe(process.execPath);
  });
});
