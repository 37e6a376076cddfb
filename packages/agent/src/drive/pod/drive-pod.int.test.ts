import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SHIM_SCRIPT } from '../../../../server/src/adapters/kubernetes/job/shim-script.ts';
import { type Pod, startPod } from '../../testing/pod-stage.ts';
import { hasContainers } from '../../testing/shim-container.ts';
import { commands, type Execution, eventsOf, startExecution, summarize } from '../testing/execution.ts';
import type { ProtocolGroup } from '../testing/protocol-state.ts';

const DEADLINE = { timeout: 30_000 };

let execution: Execution;
let pods: Pod[] = [];
afterEach(async () => {
  for (const pod of pods) await pod.close();
  await execution.end();
  pods = [];
});

const flag = (name: string) => join(execution.folder, name);
const isRunning = (name: string) => expect.poll(() => existsSync(flag(`${name}.runs`)), DEADLINE).toBe(true);
/** A command that says that it runs, and goes on when it is let. */
const waiting = (name: string) =>
  `echo $$ >> "$FOLDER/${name}.runs"; while [ ! -e "$FOLDER/go" ]; do sleep 0.05; done; echo "${name} is done"`;

const start = async (
  scripts: Record<string, string>,
  assignment: Parameters<typeof startExecution>[1] = {},
) => {
  execution = await startExecution(commands(scripts), { heartbeatSeconds: 0.3, ...assignment });
  execution.state.assignment.definition.environment.FOLDER = execution.folder;
};

const podOf = (group: ProtocolGroup): Pod => {
  const folder = join(execution.folder, `pod-${group.groupId}`);
  mkdirSync(folder);
  const pod = startPod({ url: execution.server.url(), group, folder, script: SHIM_SCRIPT });
  pods.push(pod);
  return pod;
};

describe.skipIf(!hasContainers)('the agent of a pod', () => {
  it('that is killed goes on with its group: what ran is ended, and every unit is reported once', async () => {
    await start({ a: 'echo a', b: waiting('b'), c: 'echo c' });
    execution.state.claimSize = 3;
    const group = execution.addGroup('lead');
    const pod = podOf(group);
    await isRunning('b');
    await expect.poll(() => eventsOf(group, 'unit-finished').length, DEADLINE).toBe(1);
    pod.agent().kill('SIGKILL');
    rmSync(flag('b.runs'));
    pod.startAgent();
    await isRunning('b');
    writeFileSync(flag('go'), '');
    expect(await pod.over()).toEqual({ container: 0, agent: 0 });
    expect(summarize(execution.state)).toEqual({
      ...{ a: 'reported passed 1/0/0', b: 'reported passed 1/0/0', c: 'reported passed 1/0/0' },
    });
    expect(readFileSync(flag('b.runs'), 'utf8').trim().split('\n').length).toBe(1);
    expect(eventsOf(group, 'unit-returned').length).toBe(2);
    expect(execution.state.plans.length).toBe(1);
    expect(group.manifest).toMatchObject({ units: 3, counts: { total: 3, passed: 3 }, reason: 'done' });
  });

  it('that is killed while it sets up, sets up anew, and never beside what is left of the first time', async () => {
    await start({ a: 'echo a' });
    const alone = `mkdir "$FOLDER/alone" || exit 9; trap 'rmdir "$FOLDER/alone"' EXIT; trap 'exit 1' TERM`;
    execution.state.assignment.definition.setup = { commands: [`${alone}; ${waiting('setup')}`] };
    const group = execution.addGroup('lead');
    const pod = podOf(group);
    await isRunning('setup');
    pod.agent().kill('SIGKILL');
    rmSync(flag('setup.runs'));
    rmSync(flag('alone'), { recursive: true, force: true });
    pod.startAgent();
    await isRunning('setup');
    writeFileSync(flag('go'), '');
    expect(await pod.over()).toEqual({ container: 0, agent: 0 });
    expect(summarize(execution.state)).toEqual({ a: 'reported passed 1/0/0' });
  });

  it('that comes back when all is said lets the container end', async () => {
    await start({ a: 'echo a' });
    const group = execution.addGroup('lead');
    const pod = podOf(group);
    expect((await pod.over()).container).toBe(0);
    rmSync(join(pod.channelFolder, 'stop'));
    pod.startAgent();
    await expect.poll(() => pod.channelFile('stop'), DEADLINE).toBe('0\n');
    expect(group.status).toBe('ended');
  });

  it('that is told by the server to stop ends what runs, keeps what was reported, and lets the container end', async () => {
    await start({ a: 'echo a', b: `(sleep 100 &) ; ${waiting('b')}`, c: 'echo c' });
    execution.state.claimSize = 3;
    const group = execution.addGroup('lead');
    const pod = podOf(group);
    await isRunning('b');
    execution.state.order = 'stop';
    expect(await pod.over()).toEqual({ container: 0, agent: 0 });
    expect(group.manifest?.reason).toBe('stopped');
    expect(summarize(execution.state)).toMatchObject({ a: 'reported passed 1/0/0' });
    expect(existsSync(flag('c.runs'))).toBe(false);
  });

  it('whose group is over ends what runs', async () => {
    await start({ b: waiting('b') });
    const group = execution.addGroup('lead');
    const pod = podOf(group);
    await isRunning('b');
    group.status = 'ended';
    expect(await pod.over()).toEqual({ container: 0, agent: 0 });
  });

  it('that is refused leaves no container waiting', async () => {
    await start({ a: 'echo a' });
    const group = execution.addGroup('lead');
    const pod = podOf({ ...group, token: 'another token' });
    expect(await pod.over()).toEqual({ container: 0, agent: 0 });
    expect(group.hellos).toBe(0);
  });

  it('prepares its content by itself in each pod; where that fails in one, the others go on', async () => {
    await start({ a: waiting('a'), b: 'echo b' });
    const breaks = 'echo one >> "$FOLDER/set-ups"; [ ! -e "$FOLDER/broken" ] || exit 8';
    execution.state.assignment.definition.setup = { commands: [breaks] };
    execution.state.claimSize = 1;
    const lead = execution.addGroup('lead');
    const leading = podOf(lead);
    await isRunning('a');
    const follower = execution.addGroup('follower');
    const following = podOf(follower);
    await expect.poll(() => follower.manifest?.reason, DEADLINE).toBe('done');
    writeFileSync(flag('broken'), '');
    const third = execution.addGroup('follower');
    const failing = podOf(third);
    expect(await failing.over()).toEqual({ container: 143, agent: 0 });
    expect(third.manifest?.reason).toBe('failed');
    expect(third.logs.setup.toString()).toContain('leaves its units to others');
    expect(execution.state.failures).toEqual([]);
    expect(readFileSync(flag('set-ups'), 'utf8')).toBe('one\none\none\n');
    writeFileSync(flag('go'), '');
    expect((await leading.over()).container).toBe(0);
    expect((await following.over()).container).toBe(0);
    expect(summarize(execution.state)).toEqual({ a: 'reported passed 1/0/0', b: 'reported passed 1/0/0' });
    expect(execution.state.plans.length).toBe(1);
  });
});

describe.skipIf(!hasContainers)('a pod that is being ended', () => {
  const FAILS_BY_TERM =
    'trap "echo interrupted; exit 1" TERM; : > "$FOLDER/b.runs"; while :; do sleep 0.05; done';

  it('counts no test as failed that was interrupted, gives it back, and leaves the group to who watches pods', async () => {
    await start({ a: 'echo a', b: FAILS_BY_TERM });
    execution.state.claimSize = 2;
    const group = execution.addGroup('lead');
    const pod = podOf(group);
    await isRunning('b');
    pod.container.kill('SIGTERM');
    expect(await pod.over()).toEqual({ container: 143, agent: 0 });
    expect(summarize(execution.state)).toEqual({ a: 'reported passed 1/0/0', b: 'pending 0 ends 0/0/0' });
    expect([group.manifest, group.status]).toEqual([null, 'alive']);
  });

  it('because its container was killed, does the same', async () => {
    await start({ a: 'echo a', b: waiting('b') });
    execution.state.claimSize = 2;
    const group = execution.addGroup('lead');
    const pod = podOf(group);
    await isRunning('b');
    pod.container.kill('SIGKILL');
    await pod.over();
    expect(summarize(execution.state)).toEqual({ a: 'reported passed 1/0/0', b: 'pending 0 ends 0/0/0' });
    expect([group.manifest, group.status]).toEqual([null, 'alive']);
  });

  it('while it is set up, is no failed set-up', async () => {
    await start({ a: 'echo a' });
    execution.state.assignment.definition.setup = { commands: [waiting('setup')] };
    const group = execution.addGroup('lead');
    const pod = podOf(group);
    await isRunning('setup');
    pod.container.kill('SIGTERM');
    await pod.over();
    expect(execution.state.failures).toEqual([]);
    expect(group.manifest).toBeNull();
  });

  it('whose agent alone is told to end goes on with the next agent', async () => {
    await start({ a: 'echo a', b: waiting('b') });
    const group = execution.addGroup('lead');
    const pod = podOf(group);
    await isRunning('b');
    rmSync(flag('b.runs'));
    const agent = pod.agent();
    agent.kill('SIGTERM');
    await expect.poll(() => agent.exitCode, DEADLINE).toBe(0);
    expect([group.manifest, group.status]).toEqual([null, 'alive']);
    pod.startAgent();
    await isRunning('b');
    writeFileSync(flag('go'), '');
    expect(await pod.over()).toEqual({ container: 0, agent: 0 });
    expect(summarize(execution.state)).toEqual({ a: 'reported passed 1/0/0', b: 'reported passed 1/0/0' });
  });
});
