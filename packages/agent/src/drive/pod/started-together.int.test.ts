/** Pods of one execution that are started before its units are listed. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SHIM_SCRIPT } from '../../../../server/src/adapters/kubernetes/job/shim-script.ts';
import { commitFiles, makeRepository, startHttpHost } from '../../content/testing/git-host.ts';
import { type Pod, startPod } from '../../testing/pod-stage.ts';
import { hasContainers } from '../../testing/shim-container.ts';
import { commands, type Execution, eventsOf, startExecution, summarize } from '../testing/execution.ts';
import type { ProtocolGroup } from '../testing/protocol-state.ts';

const DEADLINE = { timeout: 30_000 };

let execution: Execution;
let undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.toReversed()) await step();
  undo = [];
});

type Definition = Parameters<typeof startExecution>[0];

const start = async (definition: Definition, assignment: Parameters<typeof startExecution>[1] = {}) => {
  execution = await startExecution(definition, {
    ...{ plan: 'awaited', heartbeatSeconds: 0.3 },
    ...assignment,
  });
  undo.push(() => execution.end());
};

const podOf = (group: ProtocolGroup): Pod => {
  const folder = join(execution.folder, `pod-${group.groupId}`);
  mkdirSync(folder);
  const pod = startPod({ url: execution.server.url(), group, folder, script: SHIM_SCRIPT });
  undo.push(() => pod.close());
  return pod;
};

const asks = () => execution.server.calls.filter((path) => path === '/agent/v1/plan').length;
const claims = () => execution.server.calls.filter((path) => path === '/agent/v1/claim').length;
const isWaiting = () => expect.poll(asks, DEADLINE).toBeGreaterThan(1);

describe.skipIf(!hasContainers)('the agent of a pod that is prepared before the units are listed', () => {
  it('claims nothing, tells nothing, and goes on once another has listed them', async () => {
    await start(commands({ a: 'echo a', b: 'echo b', c: 'echo c' }));
    execution.state.claimSize = 1;
    const follower = execution.addGroup('follower');
    const following = podOf(follower);
    await isWaiting();
    expect([claims(), execution.state.plans.length]).toEqual([0, 0]);
    expect(eventsOf(follower, 'phase').map(({ phase }) => phase)).not.toContain('running');
    const lead = execution.addGroup('lead');
    const leading = podOf(lead);
    expect(await following.over()).toEqual({ container: 0, agent: 0 });
    expect(await leading.over()).toEqual({ container: 0, agent: 0 });
    expect(execution.state.plans.length).toBe(1);
    expect([lead.manifest?.reason, follower.manifest?.reason]).toEqual(['done', 'done']);
    expect(summarize(execution.state)).toEqual({
      ...{ a: 'reported passed 1/0/0', b: 'reported passed 1/0/0', c: 'reported passed 1/0/0' },
    });
  });

  it('lists them where it is told to, once, even if it is killed over it', async () => {
    await start(commands({ a: 'echo a' }));
    const group = execution.addGroup('follower');
    const pod = podOf(group);
    await isWaiting();
    pod.agent().kill('SIGKILL');
    const asked = asks();
    pod.startAgent();
    await expect.poll(asks, DEADLINE).toBeGreaterThan(asked + 1);
    group.lead = true;
    expect(await pod.over()).toEqual({ container: 0, agent: 0 });
    expect(execution.state.plans.length).toBe(1);
    expect(group.hellos).toBe(2);
    expect(summarize(execution.state)).toEqual({ a: 'reported passed 1/0/0' });
  });

  it('stops when it is told to, and leaves a pod that is being ended to who watches it', async () => {
    await start(commands({ a: 'echo a' }));
    const told = execution.addGroup('follower');
    const first = podOf(told);
    await isWaiting();
    execution.state.order = 'stop';
    expect(await first.over()).toEqual({ container: 0, agent: 0 });
    expect(told.manifest).toMatchObject({ units: 0, reason: 'stopped' });
    execution.state.order = 'go-on';
    const interrupted = execution.addGroup('follower');
    const second = podOf(interrupted);
    const asked = asks();
    await expect.poll(asks, DEADLINE).toBeGreaterThan(asked + 1);
    second.container.kill('SIGTERM');
    expect(await second.over()).toEqual({ container: 143, agent: 0 });
    expect(interrupted.manifest).toBeNull();
  });

  it('runs the units where they were listed, though the branch has moved since it fetched', async () => {
    const top = mkdtempSync(join(tmpdir(), 'gauntlet-moved-'));
    undo.push(() => rmSync(top, { recursive: true, force: true }));
    const repository = join(top, 'repositories/shop');
    const before = makeRepository(repository, { 'version.txt': 'one' });
    const host = await startHttpHost(join(top, 'repositories'));
    undo.push(() => host.close());
    const run = 'cat version.txt >> "$FOLDER/versions"; while [ ! -e "$FOLDER/go" ]; do sleep 0.05; done';
    const definition: Definition = {
      ...{ framework: 'command', commands: ['a', 'b'].map((name) => ({ name, run })) },
      content: { type: 'git', url: `${host.url}/shop`, ref: 'main' },
    };
    await start(definition, { outboundAllow: ['127.0.0.1'] });
    execution.state.assignment.definition.environment.FOLDER = execution.folder;
    execution.state.claimSize = 1;
    const follower = execution.addGroup('follower');
    const following = podOf(follower);
    await isWaiting();
    const after = commitFiles(repository, { 'version.txt': 'two' }, 'moved');
    const leading = podOf(execution.addGroup('lead'));
    await expect.poll(claimedUnits, DEADLINE).toBe(2);
    writeFileSync(join(execution.folder, 'go'), '');
    expect(await following.over()).toEqual({ container: 0, agent: 0 });
    expect(await leading.over()).toEqual({ container: 0, agent: 0 });
    expect(execution.state.plans.map(({ commit }) => commit)).toEqual([after]);
    expect(before).not.toBe(after);
    expect(eventsOf(follower, 'phase').filter(({ phase }) => phase === 'fetching')).toHaveLength(2);
    expect(readFileSync(join(execution.folder, 'versions'), 'utf8')).toBe('twotwo');
  });
});

const claimedUnits = () =>
  [...execution.state.units.values()].filter(({ status }) => status === 'claimed').length;
