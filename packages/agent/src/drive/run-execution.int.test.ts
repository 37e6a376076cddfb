import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  commands,
  type Execution,
  eventsOf,
  phasesOf,
  startExecution,
  summarize,
} from './testing/execution.ts';
import { launchAgent } from './testing/launch-agent.ts';

let execution: Execution;
afterEach(() => execution.end());

const JUNIT = `<testsuite name="s">
  <testcase name="adds" classname="math" time="0.01"/>
  <testcase name="divides" classname="math"><failure message="by zero">at /x.ts:3</failure></testcase>
  <testcase name="later"><skipped/></testcase>
</testsuite>`;

describe('an execution of commands', () => {
  it('comes to the results, counts, logs and files that its commands produce', async () => {
    execution = await startExecution({
      ...commands({ passes: 'echo out; echo err >&2', fails: 'exit 3' }),
      artifacts: ['*.txt'],
      content: { type: 'inline', files: { 'junit.xml': JUNIT, 'old.txt': 'was there before' } },
      commands: [
        {
          name: 'passes',
          run: 'echo out; echo err >&2; echo new > new.txt; echo kept > "$GAUNTLET_ARTIFACTS/kept.log"',
        },
        { name: 'fails', run: 'exit 3' },
        { name: 'reports', run: 'cp junit.xml out.xml', report: { format: 'junit', path: 'out.xml' } },
      ],
    });
    const group = execution.addGroup('lead');
    const agent = execution.launch(group);
    expect(await agent.exited, agent.output()).toBe(0);
    expect(summarize(execution.state)).toEqual({
      passes: 'reported passed 1/0/0',
      fails: 'reported failed 0/1/0',
      reports: 'reported failed 1/1/1',
    });
    expect(group.manifest).toEqual({
      units: 3,
      counts: { total: 5, passed: 2, failed: 2, skipped: 1, flaky: 0 },
      artifacts: 3,
      reason: 'done',
    });
    const kept = execution.state.artifacts.map(
      ({ name, type, content }) => `${type} ${name} ${content.length}`,
    );
    expect(kept.sort()).toEqual([
      `file 1/kept.log 5`,
      'file new.txt 4',
      `raw-report out.xml ${JUNIT.length}`,
    ]);
    expect(group.logs.output.toString()).toContain('out\nerr\n');
    expect(group.logs.setup.toString()).toContain('Set-up: ');
    expect(phasesOf(group)).toEqual(['fetching', 'setting-up', 'copying', 'listing', 'running', 'uploading']);
    expect(await agent.members()).toEqual([]);
  });

  it('gives the tests their environment and secrets, and nothing of the agent', async () => {
    execution = await startExecution(
      { ...commands({ shows: 'env' }), environment: { COLOUR: 'green' } },
      { secrets: { API_KEY: 'a-long-secret-value' } },
    );
    const group = execution.addGroup('lead');
    const agent = execution.launch(group, { DATABASE_URL: 'postgres://x', VITEST: 'true', NODE_OPTIONS: '' });
    expect(await agent.exited).toBe(0);
    const log = group.logs.output.toString();
    expect(log).toContain('COLOUR=green\n');
    expect(log).toContain('API_KEY=***\n');
    for (const text of ['a-long-secret-value', 'DATABASE_URL', 'VITEST', group.token])
      expect(log).not.toContain(text);
    const { mark } = agent;
    expect(readFileSync(join(execution.workFolder(group), 'tree.json'), 'utf8')).toContain(mark);
  });

  it('shows no secret in logs, results, files and names, not even one that is printed in two pieces', async () => {
    const script =
      'printf "say hunter"; sleep 1.3; printf "22-secret loudly\\n"; echo "hunter22-secret" >&2; ' +
      'echo "kept hunter22-secret" > "$GAUNTLET_ARTIFACTS/hunter22-secret.log"; exit 1';
    const junit = `<testsuite><testcase name="uses hunter22-secret"><failure message="hunter22-secret">hunter22-secret</failure></testcase></testsuite>`;
    execution = await startExecution(
      {
        framework: 'command',
        content: { type: 'inline', files: { 'junit.xml': junit } },
        artifacts: ['*.html'],
        commands: [
          { name: 'prints', run: script },
          {
            name: 'reports on hunter22-secret',
            run: 'cp junit.xml out.xml; cp junit.xml page.html; exit 1',
            report: { format: 'junit', path: 'out.xml' },
          },
        ],
      },
      { secrets: { PASSWORD: 'hunter22-secret' } },
    );
    const group = execution.addGroup('lead');
    expect(await execution.launch(group).exited).toBe(0);
    expect(group.logs.output.toString()).toContain('say *** loudly\n***\n');
    expect(JSON.stringify(group.events)).toContain('uses ***');
    expect(summarize(execution.state)).toEqual({
      prints: 'reported failed 0/1/0',
      'reports on ***': 'reported failed 0/1/0',
    });
    const kept = execution.state.artifacts.map(({ name, content }) => [name, content.toString()]);
    expect(kept.map(([name]) => name).sort()).toEqual(['1/***.log', 'out.xml', 'page.html']);
    expect(JSON.stringify([group.events, kept])).not.toContain('hunter22');
  });
});

const NODE_TESTS = {
  'package.json': JSON.stringify({ name: 'p', type: 'module', scripts: { test: 'node --test' } }),
  ...Object.fromEntries(
    Array.from({ length: 6 }, (_, file) => [
      `test/file-${file}.test.js`,
      `import { test } from 'node:test'; import assert from 'node:assert';
      for (let i = 0; i < 5; i++) test('case ' + i, () => assert.ok(${file} !== 3 || i !== 2, 'broken in ' + import.meta.url));
      test('later', { skip: true }, () => {});
      ${file === 5 ? "throw new Error('does not load');" : ''}`,
    ]),
  ),
};

describe('a project of another framework', () => {
  it('is detected, and its units are shared by the groups of a host, each run once', async () => {
    execution = await startExecution({ content: { type: 'inline', files: NODE_TESTS }, parallelism: 2 });
    execution.state.claimSize = 1;
    const lead = execution.addGroup('lead');
    const leader = execution.launch(lead);
    await expect.poll(() => execution.state.plans.length, { timeout: 20_000 }).toBe(1);
    const follower = execution.addGroup('follower');
    const other = execution.launch(follower);
    expect([await leader.exited, await other.exited], leader.output() + other.output()).toEqual([0, 0]);
    const ok = 'reported passed 5/0/1';
    expect(summarize(execution.state)).toMatchObject({
      'test/file-0.test.js': ok,
      'test/file-1.test.js': ok,
      'test/file-2.test.js': ok,
      'test/file-3.test.js': 'reported failed 4/1/1',
      'test/file-4.test.js': ok,
    });
    expect(summarize(execution.state)['test/file-5.test.js']).toMatch(/^reported (failed|error) /);
    const units = [lead, follower].map(({ manifest }) => manifest?.units ?? 0);
    expect((units[0] as number) + (units[1] as number)).toBe(6);
    expect(Math.min(...units)).toBeGreaterThan(0);
    expect(execution.state.plans).toMatchObject([{ framework: 'node:test', countVerified: false }]);
    expect(phasesOf(follower)).toEqual(['copying', 'running', 'uploading']);
    const broken = [...execution.state.units.values()].find(({ key }) => key === 'test/file-3.test.js');
    const failure = broken?.results.find(({ status }) => status === 'failed');
    expect(failure?.file).toBe('test/file-3.test.js');
    expect(JSON.stringify(broken?.results)).not.toContain(execution.folder);
  });

  it('is prepared once: a retry posts the plan again without fetching', async () => {
    execution = await startExecution({ content: { type: 'inline', files: NODE_TESTS } });
    const first = execution.addGroup('lead');
    expect(await execution.launch(first).exited).toBe(0);
    execution.state.units.clear();
    const second = execution.addGroup('lead');
    expect(await execution.launch(second).exited).toBe(0);
    expect(execution.state.plans.length).toBe(2);
    expect(execution.state.plans[1]).toEqual(execution.state.plans[0]);
    expect(phasesOf(second)).toEqual(['copying', 'running', 'uploading']);
    expect(second.manifest).toEqual(first.manifest);
  });

  it('is prepared by a group of another host for itself, without a second plan', async () => {
    execution = await startExecution({ content: { type: 'inline', files: NODE_TESTS } });
    execution.state.assignment.definition.parallelism = 2;
    const follower = execution.addGroup('follower');
    const lead = execution.addGroup('lead');
    const leader = execution.launch(lead);
    expect(await leader.exited).toBe(0);
    rmSync(join(execution.folder, 'prepared'), { recursive: true });
    expect(await execution.launch(follower).exited).toBe(0);
    expect(execution.state.plans.length).toBe(1);
    expect(follower.manifest).toMatchObject({ units: 0, reason: 'done' });
    expect(phasesOf(follower)).toContain('fetching');
  });
});

describe('content', () => {
  it('that was uploaded is fetched and run, also when the connection breaks on the way', async () => {
    execution = await startExecution({
      ...commands({ reads: 'grep -q inside folder/file.txt' }),
      content: { type: 'archive', uploadId: '01900000-0000-7000-8000-000000000001', path: 'project' },
    });
    const source = join(execution.folder, 'source');
    mkdirSync(join(source, 'project', 'folder'), { recursive: true });
    writeFileSync(join(source, 'project', 'folder', 'file.txt'), 'inside');
    execution.state.archive = execFileSync('tar', ['-czf', '-', '-C', source, 'project']);
    let broken = 0;
    execution.server.faultFor = (path) => (path.endsWith('/content') && broken++ < 2 ? 'drop-after' : null);
    const agent = execution.launch(execution.addGroup('lead'));
    expect(await agent.exited, agent.output()).toBe(0);
    expect(summarize(execution.state)).toEqual({ reads: 'reported passed 1/0/0' });
    expect(broken).toBe(3);
  });
});

describe('many results', () => {
  it('arrive whole, in parts that the server can take', async () => {
    const write = `
      process.stdout.write('<testsuite>');
      for (let i = 0; i < 20000; i++) process.stdout.write('<testcase name="case ' + i + '" classname="many"/>');
      process.stdout.write('</testsuite>');`;
    execution = await startExecution({
      ...commands({}),
      content: { type: 'inline', files: { 'write.js': write } },
      commands: [
        { name: 'many', run: 'node write.js > out.xml', report: { format: 'junit', path: 'out.xml' } },
      ],
    });
    const group = execution.addGroup('lead');
    const agent = execution.launch(group);
    expect(await agent.exited, agent.output()).toBe(0);
    expect(summarize(execution.state)).toEqual({ many: 'reported passed 20000/0/0' });
    expect(group.manifest?.counts.total).toBe(20_000);
    const sizes = eventsOf(group, 'results').map(({ results }) => results.length);
    expect(Math.max(...sizes)).toBe(500);
    const keys = eventsOf(group, 'results').flatMap(({ results }) => results.map(({ key }) => key));
    expect(new Set(keys).size).toBe(20_000);
  });
});

describe('an agent without work', () => {
  it('ends when its input does, and says what is wrong with a start line that it does not understand', async () => {
    execution = await startExecution(commands({ a: 'true' }));
    const idle = launchAgent(null);
    const confused = launchAgent(null);
    idle.child.stdin?.end();
    confused.child.stdin?.end('{"token":"a-secret-token"}\n');
    expect(await idle.exited, idle.output()).toBe(0);
    expect(idle.output()).toBe('');
    expect(await confused.exited).toBe(2);
    expect(confused.output()).toContain('The start line is not understood');
    expect(confused.output()).not.toContain('a-secret-token');
  });

  it.runIf(process.platform === 'linux')(
    'waits, warm, with its input open, and does the work when it comes',
    async () => {
      execution = await startExecution(commands({ a: 'echo a' }));
      const group = execution.addGroup('lead');
      const agent = launchAgent(null);
      await expect
        .poll(() => isIdle(agent.child.pid as number), { timeout: 30_000, interval: 300 })
        .toBe(true);
      agent.child.stdin?.write(`${JSON.stringify(execution.startLine(group))}\n`);
      expect(await agent.exited, agent.output()).toBe(0);
      expect(summarize(execution.state)).toEqual({ a: 'reported passed 1/0/0' });
      expect(agent.output()).not.toContain('could not warm up');
    },
  );
});

let cpuBefore = -1;
/** Whether it has used no processor time since the last look. */
const isIdle = (pid: number): boolean => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(' ');
  const cpu = Number(fields[13]) + Number(fields[14]);
  const idle = cpu === cpuBefore && cpu > 0;
  cpuBefore = cpu;
  return idle;
};

describe('what cannot be prepared', () => {
  const failureOf = async () => {
    const group = execution.addGroup('lead');
    const agent = execution.launch(group);
    expect(await agent.exited, agent.output()).toBe(0);
    expect(group.manifest?.reason).toBe('failed');
    expect(eventsOf(group, 'plan')).toEqual([]);
    return execution.state.failures[0];
  };

  it('for want of a framework says so', async () => {
    execution = await startExecution({ content: { type: 'inline', files: { 'a.txt': 'a' } } });
    expect(await failureOf()).toMatchObject({ reason: 'framework-not-found' });
  });

  it('because of its set-up says with which exit code', async () => {
    execution = await startExecution({
      ...commands({ never: 'touch ran' }),
      setup: { commands: ['echo preparing', 'exit 7'] },
    });
    expect(await failureOf()).toMatchObject({ reason: 'setup-failed', exitCode: 7 });
    const [group] = execution.state.groups.values();
    expect(group?.logs.setup.toString()).toContain('preparing\n');
  });

  it('because its repository is not there says so', async () => {
    const definition = {
      framework: 'command',
      commands: [{ name: 'a', run: 'true' }],
      content: { type: 'git', url: 'http://127.0.0.1:1/repository.git' },
    } as const;
    execution = await startExecution(
      { ...definition, commands: [...definition.commands] },
      { outboundAllow: ['127.0.0.1'] },
    );
    expect(await failureOf()).toMatchObject({
      reason: 'content-unavailable',
      message: expect.stringContaining('cannot be reached'),
    });
  });

  it('because its repository may not be reached says so, and what would allow it', async () => {
    execution = await startExecution({
      framework: 'command',
      commands: [{ name: 'a', run: 'true' }],
      content: { type: 'git', url: 'http://127.0.0.1:1/repository.git' },
    });
    expect(await failureOf()).toMatchObject({
      reason: 'content-unavailable',
      message: expect.stringContaining('GAUNTLET_OUTBOUND_ALLOW=127.0.0.1'),
    });
  });

  it('because its archive is none says so', async () => {
    execution = await startExecution({
      framework: 'command',
      commands: [{ name: 'a', run: 'true' }],
      content: { type: 'archive', uploadId: '01900000-0000-7000-8000-000000000001' },
    });
    execution.state.archive = Buffer.from('this is no archive');
    expect(await failureOf()).toMatchObject({ reason: 'content-invalid' });
  });

  it('because its archive is gone says so', async () => {
    execution = await startExecution({
      framework: 'command',
      commands: [{ name: 'a', run: 'true' }],
      content: { type: 'archive', uploadId: '01900000-0000-7000-8000-000000000001' },
    });
    expect(await failureOf()).toMatchObject({ reason: 'content-unavailable' });
  });
});
