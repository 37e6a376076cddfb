import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Framework } from '@gauntlet/contract';
import { findFramework, SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import { afterEach, describe, expect, it } from 'vitest';
import { commands, type Execution, eventsOf, startExecution, summarize } from './testing/execution.ts';
import type { LaunchedAgent } from './testing/launch-agent.ts';
import type { Fault } from './testing/protocol-server.ts';

let execution: Execution;
afterEach(() => execution.end());

const flag = (name: string) => join(execution.folder, name);
const DEADLINE = { timeout: 20_000 };
/** A command that says that it runs, and goes on when it is let. FOLDER is where the test's flags are. */
const WAITING =
  'touch "$FOLDER/$NAME.runs"; while [ ! -e "$FOLDER/go" ]; do sleep 0.05; done; echo "$NAME is done"';
const waiting = (name: string) => `NAME=${name}; ${WAITING}`;

const start = async (
  scripts: Record<string, string>,
  assignment: Parameters<typeof startExecution>[1] = {},
) => {
  execution = await startExecution(commands(scripts), assignment);
  execution.state.assignment.definition.environment.FOLDER = execution.folder;
};
const isRunning = (name: string) => expect.poll(() => existsSync(flag(`${name}.runs`)), DEADLINE).toBe(true);
const allPassed = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, 'reported passed 1/0/0']));
const expectExit = async (agent: LaunchedAgent, ...codes: (number | string)[]) => {
  const code = await agent.exited;
  expect(codes, agent.output()).toContain(code);
};

describe('an agent that is killed and started again', () => {
  it('reports every unit once, gives back what was running, and leaves no process', async () => {
    await start({ a: 'echo a', b: 'echo b', c: waiting('c'), d: waiting('d'), e: 'echo e' });
    execution.state.claimSize = 4;
    const group = execution.addGroup('lead');
    const first = execution.launch(group);
    await isRunning('c');
    await expect.poll(() => eventsOf(group, 'unit-finished').length, DEADLINE).toBe(2);
    first.child.kill('SIGKILL');
    await first.exited;
    expect((await first.members()).length).toBeGreaterThan(0);

    rmSync(flag('c.runs'));
    const second = execution.launch(group);
    await isRunning('c');
    expect(await first.members()).toEqual([]);
    writeFileSync(flag('go'), '');
    await expectExit(second, 0);
    expect(summarize(execution.state)).toEqual(allPassed('a', 'b', 'c', 'd', 'e'));
    expect(eventsOf(group, 'unit-returned').length).toBe(2);
    expect(group.manifest).toMatchObject({ units: 5, counts: { total: 5, passed: 5 }, reason: 'done' });
    const keys = eventsOf(group, 'results').flatMap(({ results }) => results.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(execution.state.plans.length).toBe(1);
    expect(group.logs.output.toString()).toMatch(/a\nb\n[\s\S]*c is done\n/);
  });

  it('while it prepares, prepares anew', async () => {
    await start({ a: 'echo a' });
    execution.state.assignment.definition.setup = { commands: [waiting('setup'), 'echo ready'] };
    const group = execution.addGroup('lead');
    const first = execution.launch(group);
    await isRunning('setup');
    first.child.kill('SIGKILL');
    await first.exited;
    writeFileSync(flag('go'), '');
    await expectExit(execution.launch(group), 0);
    expect(summarize(execution.state)).toEqual(allPassed('a'));
  });

  it('after its last report, which was not heard, only says it again', async () => {
    await start({ a: 'echo a' });
    const group = execution.addGroup('lead');
    execution.server.faultFor = (path) =>
      eventsOf(group, 'phase').some(({ phase }) => phase === 'uploading') && path.endsWith('/reports')
        ? 'drop'
        : null;
    const first = execution.launch(group);
    const spooled = join(execution.workFolder(group), 'spool', 'events.jsonl');
    await expect
      .poll(() => existsSync(spooled) && readFileSync(spooled, 'utf8').includes('"finish"'), DEADLINE)
      .toBe(true);
    first.child.kill('SIGKILL');
    await first.exited;
    execution.server.faultFor = () => null;
    await expectExit(execution.launch(group), 0);
    expect(group.manifest).toMatchObject({ units: 1, reason: 'done' });
    expect(eventsOf(group, 'finish').length).toBe(1);
  });

  it('without its spool lets others do its work', async () => {
    await start({ a: waiting('a') });
    const group = execution.addGroup('lead');
    const first = execution.launch(group);
    await isRunning('a');
    first.child.kill('SIGKILL');
    await first.exited;
    rmSync(execution.workFolder(group), { recursive: true });
    expect(await execution.launch(group).exited).toBe(1);
    expect(group.manifest?.reason).toBe('failed');
    expect(execution.state.failures).toEqual([]);
    expect(summarize(execution.state)).toEqual({ a: 'pending 0 ends 0/0/0' });
  });
});

describe('a server that is away', () => {
  it('for three seconds, and then on another port, has missed nothing', async () => {
    await start({
      a: waiting('a'),
      b: 'for i in $(seq 200); do echo "line $i"; done',
      c: 'exit 1',
      d: 'echo d',
    });
    execution.state.claimSize = 3;
    const group = execution.addGroup('lead');
    const agent = execution.launch(group);
    await isRunning('a');
    await execution.server.stop();
    writeFileSync(flag('go'), '');
    await pause(3000);
    await execution.restartServer();
    await expectExit(agent, 0);
    expect(summarize(execution.state)).toEqual({ ...allPassed('a', 'b', 'd'), c: 'reported failed 0/1/0' });
    expect(group.logs.output.toString()).toMatch(/a is done\n[\s\S]*line 1\n[\s\S]*line 200\n/);
    expect(group.manifest).toMatchObject({ units: 4, counts: { total: 4, passed: 3, failed: 1 } });
  });

  it('for good, ends the tests and the agent, which keeps what it had to say', async () => {
    await start(
      { a: 'echo a', b: 'trap "" TERM; touch "$FOLDER/b.runs"; sleep 100' },
      { orphanSeconds: 2, graceSeconds: 0.5 },
    );
    const group = execution.addGroup('lead');
    const agent = execution.launch(group);
    await isRunning('b');
    await execution.server.stop();
    await expectExit(agent, 4);
    expect(await agent.members()).toEqual([]);

    await execution.restartServer();
    execution.state.order = 'stop';
    await execution.launch(group).exited;
    expect(summarize(execution.state)).toMatchObject(allPassed('a'));
    expect(group.manifest?.reason).toBe('stopped');
  });

  it('now and then, at any moment, hears everything once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `unit-${index}`);
    await start(Object.fromEntries(names.map((name) => [name, `echo ${name}; echo more`])));
    const group = execution.addGroup('lead');
    const faults: (Fault | null)[] = [
      'drop',
      null,
      'drop-after',
      { status: 500 },
      null,
      { status: 429, headers: { 'retry-after': '0' } },
    ];
    let calls = 0;
    execution.server.faultFor = () => faults[calls++ % faults.length] ?? null;
    const agent = execution.launch(group);
    // The last report may have been heard although its answer was lost.
    await expectExit(agent, 0, 3);
    expect(summarize(execution.state)).toEqual(allPassed(...names));
    expect(group.manifest).toMatchObject({ units: 12, counts: { total: 12 }, reason: 'done' });
    const results = eventsOf(group, 'results').flatMap(({ results }) => results);
    expect(results.length).toBe(12);
    expect(group.logs.output.toString().match(/more\n/g)?.length).toBe(12);
  });

  it('that says the group is over ends the tests at once', async () => {
    await start({ a: 'touch "$FOLDER/a.runs"; sleep 100' });
    const group = execution.addGroup('lead');
    const agent = execution.launch(group);
    await isRunning('a');
    group.status = 'ended';
    await expectExit(agent, 3);
    expect(await agent.members()).toEqual([]);
  });
});

describe('an agent that is told to stop', () => {
  const busy = {
    a: 'echo a',
    b: '(sleep 100 &) ; setsid sleep 101 & touch "$FOLDER/b.runs"; sleep 102',
    c: 'echo c',
  };

  it('by the server leaves no process, keeps what was reported and gives back the rest', async () => {
    await start(busy, { heartbeatSeconds: 0.2 });
    execution.state.claimSize = 3;
    const group = execution.addGroup('lead');
    const agent = execution.launch(group);
    await isRunning('b');
    execution.state.order = 'stop';
    await expectExit(agent, 0);
    expect(await agent.members()).toEqual([]);
    expect(summarize(execution.state)).toEqual({
      a: 'reported passed 1/0/0',
      b: 'pending 0 ends 0/0/0',
      c: 'pending 0 ends 0/0/0',
    });
    expect(group.manifest).toMatchObject({ units: 1, reason: 'stopped' });
    expect(group.logs.output.toString()).toContain('a\n');
  });

  /** A framework that reports a failure with a file, and goes on. */
  const reportsAndWaits = (): Framework => {
    const found = findFramework(SHIPPED_FRAMEWORKS, 'node:test');
    if (!found.ok) throw new Error(found.error.message);
    const { framework } = found.value;
    const { configuration } = framework;
    const lines = [
      '{"type":"file-state","file":"a.test.js","state":"started"}',
      '{"type":"case","name":"a","status":"failed","file":"a.test.js","attachments":[{"name":"shot","path":"shot.png"}]}',
    ].map((line) => `echo '${line}' >> "$GAUNTLET_REPORT"`);
    const script = `echo picture > shot.png; ${lines.join('; ')}; touch "$FOLDER/a.runs"; sleep 100`;
    const run = { ...configuration.run, command: ['sh', '-c', script] };
    return { ...framework, configuration: { ...configuration, run } };
  };

  it.each([
    ['by the server, keeps files of what was running: so does the server', 'stop', ['shot.png']],
    ['by TERM alone, leaves them to whoever runs it again', 'go-on', []],
  ] as const)('%s', async (_, order, kept) => {
    execution = await startExecution(
      { framework: 'node:test', content: { type: 'inline', files: { 'a.test.js': '' } } },
      { frameworks: [reportsAndWaits()] },
    );
    execution.state.assignment.definition.environment.FOLDER = execution.folder;
    // The server may have its files late: here after the agent was told to stop.
    execution.server.faultFor = (path) => (path.endsWith('/artifacts') && !asked ? 'drop' : null);
    let asked = false;
    const agent = execution.launch(execution.addGroup('lead'));
    await isRunning('a');
    execution.state.order = order;
    agent.child.kill('SIGTERM');
    asked = true;
    await expectExit(agent, 0);
    expect(execution.state.artifacts.map(({ name }) => name)).toEqual(kept);
  });

  it('while it prepares says neither that it failed nor that it succeeded', async () => {
    await start({ a: 'echo a' }, { heartbeatSeconds: 0.2 });
    execution.state.assignment.definition.setup = { commands: [waiting('setup')] };
    const group = execution.addGroup('lead');
    const agent = execution.launch(group);
    await isRunning('setup');
    execution.state.order = 'stop';
    await expectExit(agent, 0);
    expect([execution.state.plans, execution.state.failures]).toEqual([[], []]);
    expect(group.manifest?.reason).toBe('stopped');
    expect(await agent.members()).toEqual([]);
  });

  it('by TERM does the same', async () => {
    await start(busy);
    const group = execution.addGroup('lead');
    const agent = execution.launch(group);
    await isRunning('b');
    agent.child.kill('SIGTERM');
    await expectExit(agent, 0);
    expect(await agent.members()).toEqual([]);
    expect(group.manifest?.reason).toBe('stopped');
  });

  it('by a second TERM kills what did not listen, and ends', async () => {
    await start(
      { deaf: 'trap "" TERM INT; touch "$FOLDER/deaf.runs"; while :; do sleep 1; done' },
      { graceSeconds: 60 },
    );
    const agent = execution.launch(execution.addGroup('lead'));
    await isRunning('deaf');
    agent.child.kill('SIGTERM');
    await expect.poll(agent.output, DEADLINE).toContain('told to end');
    agent.child.kill('SIGTERM');
    await expectExit(agent, 143);
    expect(await agent.members()).toEqual([]);
  });

  it('by TERM while no server listens ends when the grace has passed', async () => {
    await start(
      { deaf: 'trap "" TERM; touch "$FOLDER/deaf.runs"; while :; do sleep 1; done' },
      { graceSeconds: 0.5 },
    );
    const agent = execution.launch(execution.addGroup('lead'));
    await isRunning('deaf');
    await execution.server.stop();
    agent.child.kill('SIGTERM');
    await expectExit(agent, 143);
    expect(await agent.members()).toEqual([]);
  });
});

describe.runIf(existsSync('/dev/full'))('a full disk', () => {
  const fill = (group: ReturnType<Execution['addGroup']>, file: string) => {
    const folder = join(execution.workFolder(group), 'spool');
    mkdirSync(folder, { recursive: true });
    symlinkSync('/dev/full', join(folder, file));
  };

  it('is the reason, when it is met before the plan', async () => {
    await start({ a: 'echo a' });
    const group = execution.addGroup('lead');
    fill(group, 'events.jsonl');
    const agent = execution.launch(group);
    await expectExit(agent, 0);
    expect(execution.state.failures).toMatchObject([{ reason: 'disk-full' }]);
    expect(group.manifest?.reason).toBe('failed');
  });

  it('is the reason of the unit that was running', async () => {
    await start({ a: waiting('a'), b: 'echo b' });
    const group = execution.addGroup('lead');
    const logs = join(execution.workFolder(group), 'logs');
    mkdirSync(logs, { recursive: true });
    symlinkSync('/dev/full', join(logs, 'output.log'));
    const agent = execution.launch(group);
    await isRunning('a');
    writeFileSync(flag('go'), '');
    await expectExit(agent, 0);
    expect(group.manifest?.reason).toBe('failed');
    const [end] = eventsOf(group, 'unit-finished');
    expect(end).toMatchObject({ outcome: 'error', reason: 'disk-full' });
    expect(summarize(execution.state).b).toMatch(/^pending/);
  });
});

describe('files that tests name', () => {
  const report = (attachment: string) =>
    `<testsuite><testcase name="shows"><failure message="no"/><system-out>[[ATTACHMENT|${attachment}]]</system-out></testcase></testsuite>`;

  it('belong to their result; one that leads out of the group is refused, with a word about it', async () => {
    await start({ a: 'echo a' });
    const unit = (name: string, script: string) => ({
      name,
      run: `${script}; cp ${name}.xml ${name}.out.xml; exit 1`,
      report: { format: 'junit' as const, path: `${name}.out.xml` },
    });
    Object.assign(execution.state.assignment.definition, {
      content: { type: 'inline', files: { 'good.xml': report('shot.png'), 'evil.xml': report('evil.png') } },
      commands: [unit('good', 'echo picture > shot.png'), unit('evil', 'ln -s /etc/passwd evil.png')],
    });
    const group = execution.addGroup('lead');
    const agent = execution.launch(group);
    await expectExit(agent, 0);
    const [good] = execution.state.units.values();
    const attached = execution.state.artifacts.filter(({ resultKey }) => resultKey !== null);
    expect(attached).toMatchObject([
      { name: 'shot.png', type: 'screenshot', contentType: 'image/png', resultKey: good?.results[0]?.key },
    ]);
    expect(attached[0]?.content.toString()).toBe('picture\n');
    for (const { content } of execution.state.artifacts) expect(content.toString()).not.toContain('root:');
    expect(group.logs.output.toString()).toContain(
      'The file "evil.png" was not kept: it lies outside of the folders of this group.',
    );
    expect(group.manifest?.artifacts).toBe(execution.state.artifacts.length);
  });

  it('that the server cannot store change no verdict', async () => {
    await start({ a: 'echo kept > "$GAUNTLET_ARTIFACTS/kept.txt"' });
    execution.server.faultFor = (path) => (path.endsWith('/artifacts') ? { status: 507 } : null);
    const group = execution.addGroup('lead');
    await expectExit(execution.launch(group), 0);
    expect(summarize(execution.state)).toEqual(allPassed('a'));
    expect(group.manifest).toMatchObject({ artifacts: 0, reason: 'done' });
    expect(group.logs.output.toString()).toContain('was not kept: 507');
  });
});
