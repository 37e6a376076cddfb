import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECORDINGS, type RecordedLine, readRecording } from '../../../testing/kubernetes-recordings.ts';
import { changeOf, deletionBegins, listAfter } from '../../../testing/recorded-cluster.ts';
import { EXPECTED, type Expected, WITHOUT_JOBS } from '../../../testing/recorded-ends.ts';
import { classify } from './classify.ts';
import { beginSighting, type Change, observe, orphansOf, type Sighting } from './sighting.ts';
import { type End, end, type Standing } from './standing.ts';

const BY_USER = end('cancelled', 'ended-by-us', 'Ended by a user.');
const cases = Object.entries(EXPECTED).flatMap(([name, expected]) =>
  expected.map((one) => ({ name, ...one })),
);

const KINDS = {
  Job: { seen: 'job-seen', deleted: 'job-deleted' },
  Pod: { seen: 'pod-seen', deleted: 'pod-deleted' },
  Event: { seen: 'event-seen', deleted: 'event-seen' },
} as const;

function watched(sighting: Sighting, line: RecordedLine): Sighting {
  const change = changeOf(line);
  if (!change) return sighting;
  return observe(sighting, { kind: KINDS[change.kind][change.type], object: change.object } as Change);
}

/** The verdict a stuck or hopeless group was ended for, as whoever deletes its Job notes it beforehand. */
const verdictOf = (standing: Standing): End | null =>
  standing.phase === 'stuck' ? standing.end : standing.phase === 'waiting' ? standing.otherwise : null;

type Replay = Expected & { lines: readonly RecordedLine[] };

/** Sees everything from a list after `cut` lines on; what was noted before that is known to it, and nothing else. */
function replay({ lines, job = 'run-7-unit', deleted, room }: Replay, cut: number, noted: End | null) {
  const begins = deletionBegins(lines, job);
  let sighting = beginSighting(job, cut > begins ? noted : null);
  if (cut > 0) sighting = observe(sighting, { kind: 'listed', ...listAfter(lines.slice(0, cut)) });
  const standings = [classify(sighting, room)];
  let verdict: End | null = null;
  for (const [index, line] of lines.entries()) {
    if (index < cut) continue;
    if (index === begins) {
      verdict = deleted === 'cancelled' ? BY_USER : verdictOf(classify(sighting, room));
      if (verdict) sighting = observe(sighting, { kind: 'ended-by-us', end: verdict });
    }
    sighting = watched(sighting, line);
    standings.push(classify(sighting, room));
  }
  return { sighting, standings, verdict, last: standings.at(-1) as Standing };
}

const endOf = (standing: Standing) => ('end' in standing ? standing.end : null);

describe('a recorded stream ends in its documented class', () => {
  it('and none is left out', () => {
    expect([...Object.keys(EXPECTED), ...WITHOUT_JOBS].toSorted()).toEqual(RECORDINGS.toSorted());
  });

  it.each(cases)('$name: $class, $reason', ({ name, ...expected }) => {
    const seen = replay({ ...expected, lines: readRecording(name) }, 0, null);
    const { last } = seen;
    expect(endOf(last)).toMatchObject({ class: expected.class, reason: expected.reason });
    expect(endOf(last)?.message).toMatch(expected.says);
    expect(last.phase).toBe(expected.reason === 'pod-refused' ? 'stuck' : 'ended');
    const warnings = 'warnings' in last ? last.warnings.map(({ about }) => about) : [];
    expect(warnings).toEqual(expected.warns ? [expected.warns] : []);
  });

  it.each(cases)('$name: also cut and begun again with a list at every line', ({ name, ...expected }) => {
    const lines = readRecording(name);
    const noted = replay({ ...expected, lines }, 0, null).verdict;
    for (let cut = 0; cut <= lines.length; cut += 1) {
      const { last, verdict } = replay({ ...expected, lines }, cut, noted);
      const at = `${name} cut after line ${cut}`;
      expect(endOf(last)?.class, at).toBe(expected.class);
      expect([expected.reason, expected.afterwards], at).toContain(endOf(last)?.reason);
      if (verdict) expect(verdict, at).toEqual(noted);
    }
  });

  it.each(cases)(
    '$name: what has ended stays as it ended, and what is stuck is so to its end',
    ({ name, ...expected }) => {
      const { standings } = replay({ ...expected, lines: readRecording(name) }, 0, null);
      const settled = standings.filter(({ phase }) => phase === 'ended' || phase === 'stuck').map(endOf);
      expect(settled.length).toBeGreaterThan(0);
      for (const one of settled)
        expect(one).toMatchObject({ class: expected.class, reason: expected.reason });
    },
  );

  it.each(cases)('$name: whichever of the streams is ahead', ({ name, ...expected }) => {
    const lines = readRecording(name);
    const job = expected.job ?? 'run-7-unit';
    const begins = Math.min(deletionBegins(lines, job), lines.length);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(2)), (choices) => {
        const before = interleave(lines.slice(0, begins), choices).reduce(watched, beginSighting(job));
        const verdict =
          expected.deleted === 'cancelled' ? BY_USER : verdictOf(classify(before, expected.room));
        const noted =
          expected.deleted && verdict ? observe(before, { kind: 'ended-by-us', end: verdict }) : before;
        const after = interleave(lines.slice(begins), choices).reduce(watched, noted);
        expect(endOf(classify(after, expected.room))).toMatchObject({
          class: expected.class,
          reason: expected.reason,
        });
      }),
      { numRuns: 30 },
    );
  });

  /** Known from events alone: no pod was ever made. */
  const BY_EVENTS = ['pod-refused'];

  it.each(cases.filter(({ reason }) => !BY_EVENTS.includes(reason)))(
    '$name: without a single event',
    ({ name, ...expected }) => {
      const lines = readRecording(name).filter(({ kind }) => kind !== 'Event');
      expect(endOf(replay({ ...expected, lines }, 0, null).last)).toMatchObject({
        class: expected.class,
        reason: expected.reason,
      });
    },
  );
});

/** Each kind in its own order; which is next is chosen. */
function interleave(lines: readonly RecordedLine[], choices: Iterator<number>): RecordedLine[] {
  const streams = (['Job', 'Pod', 'Event'] as const).map((kind) =>
    lines.filter((line) => line.kind === kind),
  );
  const mixed: RecordedLine[] = [];
  while (streams.some((stream) => stream.length > 0)) {
    const open = streams.filter((stream) => stream.length > 0);
    const next = open[(choices.next().value as number) % open.length]?.shift();
    if (next) mixed.push(next);
  }
  return mixed;
}

describe('while it goes on', () => {
  const standingAt = (name: string, t: number): Standing => {
    const lines = readRecording(name).filter((line) => line.t <= t);
    return classify(lines.reduce(watched, beginSighting('run-7-unit')));
  };

  it('says that it waits for nodes, with the words of the scheduler', () => {
    expect(standingAt('unschedulable', 6000)).toMatchObject({
      phase: 'waiting',
      for: 'nodes',
      message: expect.stringMatching(/^Waiting for nodes: 0\/11 nodes are available: 1 Insufficient cpu/),
      otherwise: { class: 'infrastructure', reason: 'capacity' },
    });
  });

  it('waits for a quota, and goes on when there is room again', () => {
    expect(standingAt('quota-exceeded', 8000)).toMatchObject({
      phase: 'waiting',
      for: 'quota',
      message: expect.stringContaining('limited: requests.cpu=50m'),
      otherwise: { class: 'infrastructure', reason: 'capacity' },
    });
    expect(standingAt('quota-exceeded', 15_700)).toEqual({ phase: 'running', warnings: [] });
  });

  it('knows from the event that an image is not there, ten seconds before the pod says so', () => {
    expect(standingAt('image-not-found', 618)).toMatchObject({ phase: 'waiting', for: 'image' });
    expect(standingAt('image-not-found', 640)).toMatchObject({
      phase: 'stuck',
      end: { reason: 'image-not-found' },
    });
  });

  it('takes a pod on a lost node for ending, and not for ended, as long as nobody has seen it end', () => {
    expect(standingAt('node-lost', 60_000).phase).toBe('running');
    expect(standingAt('node-lost', 90_000)).toMatchObject({ phase: 'ending', end: { reason: 'node-lost' } });
  });

  it('does not take the deadline for a deletion by a person: the Job says it a moment later', () => {
    expect(standingAt('deadline-exceeded', 7692)).toMatchObject({ phase: 'ending' });
    expect(standingAt('deadline-exceeded', 7693)).toMatchObject({
      phase: 'ending',
      end: { class: 'timeout' },
    });
  });

  it('names the pods that a deletion has left without an owner', () => {
    const seen = (t: number) =>
      readRecording('cancelled-orphan')
        .filter((line) => line.t <= t)
        .reduce(watched, beginSighting('run-7-unit', BY_USER));
    expect(orphansOf(seen(1900))).toEqual([]);
    expect(orphansOf(seen(2000))).toEqual(['run-7-unit-nq7tt']);
    expect(classify(seen(2000)).phase).toBe('ending');
    expect(orphansOf(seen(7000))).toEqual([]);
    expect(classify(seen(7000)).phase).toBe('ended');
  });
});
