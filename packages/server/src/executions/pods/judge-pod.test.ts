import type { ExecutionId, GroupId } from '@gauntlet/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Execution, Group } from '../execution.ts';
import { judgePod, type PodFacts } from './judge-pod.ts';
import type { SeenPod } from './ports.ts';
import type { PodEnd, PodEndClass, PodStanding } from './standing.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const end = (of: PodEndClass): PodEnd => ({ class: of, reason: 'evicted', message: 'It ended.' });
const waiting = (what: 'nodes' | 'image'): PodStanding => ({
  phase: 'waiting',
  for: what,
  message: 'It waits.',
  otherwise: end('infrastructure'),
});
const podThat = (standing: PodStanding): SeenPod => ({
  groupId: 'g' as GroupId,
  executionId: 'e' as ExecutionId,
  index: 0,
  attempt: 1,
  jobName: 'job',
  podName: 'pod',
  nodeName: 'node',
  createdAt: NOW,
  standing,
});

type Part = Partial<Omit<PodFacts, 'group' | 'execution' | 'seconds'>> & {
  group?: Partial<Group>;
  execution?: Partial<Execution> | null;
  seconds?: number;
};

const facts = ({ group, execution, seconds = 0, ...part }: Part = {}): PodFacts => ({
  group: {
    ...{ status: 'running', attempt: 0, jobName: 'job', lastHeartbeatAt: NOW, waiting: null },
    ...group,
  } as Group,
  execution:
    execution === null
      ? null
      : ({
          status: 'running',
          attempt: 0,
          endingReason: null,
          definition: { timeouts: { queueSeconds: 3600 } },
          ...execution,
        } as Execution),
  pod: podThat({ phase: 'running', warnings: [] }),
  silentSince: () => 0,
  seconds: () => seconds,
  waitedSeconds: 0,
  limits: { heartbeatSeconds: 30, graceSeconds: 10 },
  ...part,
});

describe('a pod', () => {
  it('that runs and is heard is let alone', () => {
    expect(judgePod(facts({ seconds: 10_000 }))).toEqual({ do: 'nothing' });
  });

  it.each<[string, Part, string]>([
    [
      'for nodes, for less than the queue would',
      { pod: podThat(waiting('nodes')), waitedSeconds: 3599 },
      'nothing',
    ],
    ['for nodes, for longer', { pod: podThat(waiting('nodes')), waitedSeconds: 3600 }, 'give-up'],
    ['for its image, for a while', { pod: podThat(waiting('image')), waitedSeconds: 899 }, 'nothing'],
    ['for its image, for too long', { pod: podThat(waiting('image')), waitedSeconds: 900 }, 'give-up'],
  ])('that waits %s', (_, part, expected) => {
    expect(judgePod(facts({ ...part, group: { status: 'starting', lastHeartbeatAt: null } })).do).toBe(
      expected,
    );
  });

  it.each<[string, 'quota' | 'creation', Part, string]>([
    ['for a quota, for less than the queue would', 'quota', { pod: null, waitedSeconds: 3599 }, 'nothing'],
    ['for a quota, for longer', 'quota', { pod: null, waitedSeconds: 3600 }, 'give-up'],
    ['for its Job, for long', 'creation', { pod: null, waitedSeconds: 3600, seconds: 300 }, 'give-up'],
    [
      'for its Job, in a cluster that was away a moment ago',
      'creation',
      { pod: null, waitedSeconds: 3600, seconds: 299 },
      'nothing',
    ],
    [
      'for a cluster that is away, for less than the queue would',
      'creation',
      { pod: 'unseen', waitedSeconds: 3599, seconds: 3599 },
      'nothing',
    ],
    ['for a cluster that is away, for longer', 'creation', { pod: 'unseen', waitedSeconds: 3600 }, 'give-up'],
  ])('that was never made and waits %s', (_, what, part, expected) => {
    const waiting = { for: what, message: 'No.', since: NOW.toISOString() };
    const group: Partial<Group> = { status: 'starting', jobName: null, lastHeartbeatAt: null, waiting };
    expect(judgePod(facts({ ...part, group })).do).toBe(expected);
  });

  it.each<[PodEndClass, 'starting' | 'running', number, string]>([
    ['infrastructure', 'running', 0, 'settle'],
    ['user-error', 'starting', 0, 'settle'],
    ['user-error', 'running', 0, 'nothing'],
    ['user-error', 'running', 10, 'settle'],
    ['agent-decides', 'running', 9, 'nothing'],
    ['agent-decides', 'running', 10, 'settle'],
    ['test-failure', 'running', 9, 'nothing'],
    ['timeout', 'running', 10, 'settle'],
  ])('that ended (%s) while its group was %s, %i s ago', (of, status, seconds, expected) => {
    const pod = podThat({ phase: 'ended', end: end(of), warnings: [] });
    expect(judgePod(facts({ pod, group: { status }, seconds })).do).toBe(expected);
  });

  it('that is being ended is what its cluster says, once its agent is silent or it takes too long', () => {
    const pod = podThat({ phase: 'ending', end: end('infrastructure'), warnings: [] });
    expect(judgePod(facts({ pod }))).toEqual({ do: 'nothing' });
    const settled = { do: 'settle', end: end('infrastructure') };
    expect(judgePod(facts({ pod, silentSince: () => 91 }))).toEqual(settled);
    expect(judgePod(facts({ pod, seconds: 180 }))).toEqual(settled);
  });

  it('that is not seen any more is looked for after a while, unless its agent is heard: then the watch is at fault', () => {
    const gone = { pod: null, seconds: 30 };
    expect(judgePod(facts({ pod: null, seconds: 29, silentSince: () => 60 })).do).toBe('nothing');
    expect(judgePod(facts({ ...gone, silentSince: () => 45 })).do).toBe('nothing');
    expect(judgePod(facts({ ...gone, silentSince: () => 46 }))).toMatchObject({
      do: 'make-sure',
      end: { reason: 'job-deleted' },
    });
    expect(judgePod(facts({ ...gone, group: { status: 'starting', lastHeartbeatAt: null } })).do).toBe(
      'make-sure',
    );
  });

  it.each<[string, Part]>([
    ['cancelled', { execution: { endingReason: 'cancelled' } }],
    ['failed', { execution: { endingReason: 'failed' } }],
    ['at another attempt', { execution: { attempt: 1 } }],
    ['over', { execution: { status: 'cleanup' } }],
    ['gone', { execution: null }],
  ])('of an execution that is %s: its agent, then it, then by force', (_, part) => {
    expect(judgePod(facts(part)).do).toBe('nothing');
    expect(judgePod(facts({ ...part, seconds: 10 })).do).toBe('end');
    expect(judgePod(facts({ ...part, seconds: 55 })).do).toBe('close');
    expect(judgePod(facts({ ...part, pod: podThat(waiting('nodes')) })).do).toBe('close');
    expect(judgePod(facts({ ...part, pod: null })).do).toBe('close');
    expect(judgePod(facts({ ...part, pod: 'unseen' })).do).toBe('nothing');
    expect(judgePod(facts({ ...part, pod: 'unseen', seconds: 55 })).do).toBe('close');
  });

  it('whatever is seen, is never settled while its agent is heard and its cluster says that it runs', () => {
    const anything = fc.record({
      seconds: fc.nat(10_000),
      silent: fc.nat(90),
      status: fc.constantFrom('initializing', 'running', 'completing'),
    });
    fc.assert(
      fc.property(anything, ({ seconds, silent, status }) => {
        const some = facts({
          seconds,
          silentSince: () => silent,
          execution: { status } as Partial<Execution>,
        });
        expect(judgePod(some).do).toBe('nothing');
      }),
    );
  });
});
