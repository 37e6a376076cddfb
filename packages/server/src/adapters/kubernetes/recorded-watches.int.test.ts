/**
 * Every recorded stream through lists and watches over HTTP: with the connections cut after every line, and begun
 * anew, by a server that knows nothing, at every line.
 */
import type { EnvironmentId } from '@gauntlet/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PodEnd, PodExecutor, PodStanding } from '../../executions/index.ts';
import { readRecording } from '../../testing/kubernetes-recordings.ts';
import { createFakePodStage, type FakePodStage, NAMESPACE } from '../../testing/pod-stage.ts';
import { changeOf, deletionBegins, listAfter } from '../../testing/recorded-cluster.ts';
import { EXPECTED } from '../../testing/recorded-ends.ts';
import { type PlayedRecording, playRecording } from '../../testing/recorded-environments.ts';
import { end } from './standing/standing.ts';

const CASES = Object.entries(EXPECTED).flatMap(([name, all]) =>
  all.map((expected) => ({ name, job: 'run-7-unit', ...expected, lines: readRecording(name) })),
);
type Case = (typeof CASES)[number];

const BY_USER = end('cancelled', 'ended-by-us', 'Ended by a user.');
const WATCHES = 4;

let stage: FakePodStage;
let executor: PodExecutor;
beforeEach(async () => {
  stage = await createFakePodStage();
  // Of one namespace each: another environment is another server, which begins when it is first asked.
  executor = stage.open();
});
afterEach(() => stage.close());

const server = (number: number) =>
  `01900000-0000-7000-8000-${String(number).padStart(12, '0')}` as EnvironmentId;
const FIRST = server(0);

async function standingOf(by: EnvironmentId, { job }: Case): Promise<PodStanding | null> {
  const seen = await executor.look(by);
  return seen.ok ? (seen.value.find(({ jobName }) => jobName === job)?.standing ?? null) : null;
}
async function endOf(by: EnvironmentId, one: Case): Promise<PodEnd | null> {
  const standing = await standingOf(by, one);
  return standing && 'end' in standing ? standing.end : null;
}
const begin = (by: EnvironmentId) =>
  expect.poll(async () => (await executor.look(by)).ok, { interval: 2 }).toBe(true);

/** Why the recording's controller deleted the Job: people cancelled, or it was stuck. Known before it is deleted. */
async function noteEnd(playing: PlayedRecording, one: Case): Promise<PodEnd> {
  if (one.deleted === 'judged')
    await expect.poll(async () => (await standingOf(FIRST, one))?.phase, { interval: 2 }).toBe('stuck');
  const noted = one.deleted === 'cancelled' ? BY_USER : ((await endOf(FIRST, one)) as PodEnd);
  playing.note(noted);
  const ending = { phase: expect.toBeOneOf(['ending', 'ended']), end: noted };
  await expect.poll(() => standingOf(FIRST, one), { interval: 2 }).toMatchObject(ending);
  return noted;
}

const expectEnd = (by: EnvironmentId, one: Case, noted: PodEnd | null, at: string) =>
  expect
    .poll(() => endOf(by, one), { interval: 5, message: `${one.name} ${at}` })
    .toMatchObject(
      noted ?? { class: one.class, reason: expect.toBeOneOf([one.reason, one.afterwards ?? one.reason]) },
    );

/**
 * Nothing of it is left to be listed: those who saw it know what it came to. So it is with a note that went with its
 * Job, while a pod lives on: Gauntlet deletes no Job in that way.
 */
function isLeft({ lines, job }: Case, cut: number, noted: PodEnd | null): boolean {
  const { jobs, pods } = listAfter(lines.slice(0, cut));
  const isThere = jobs.some(({ metadata }) => metadata.name === job);
  if (cut <= deletionBegins(lines, job)) return isThere || pods.length > 0 || isToCome(lines, cut, job);
  return isThere || (noted === null && pods.length > 0);
}

const isToCome = (lines: Case['lines'], cut: number, job: string) =>
  !listAfter(lines.slice(0, cut)).jobs.some(({ metadata }) => metadata.name === job) &&
  lines.slice(cut).some((line) => {
    const change = changeOf(line);
    return change?.kind === 'Job' && change.type === 'seen' && change.object.metadata.name === job;
  });

describe('a recorded stream, watched', () => {
  it.each(CASES)('$name: its connections cut after every line', async (one) => {
    const playing = playRecording(stage.cluster, NAMESPACE, one.job);
    const begins = deletionBegins(one.lines, one.job);
    let noted: PodEnd | null = null;
    await begin(FIRST);
    for (const [index, line] of one.lines.entries()) {
      if (index === begins) noted = await noteEnd(playing, one);
      if (!changeOf(line)) continue;
      playing.play(line);
      stage.cluster.watches.cut();
      await expect.poll(() => stage.cluster.watches.count(), { interval: 1 }).toBe(WATCHES);
    }
    await expectEnd(FIRST, one, noted, 'by the server that saw it all');
  });

  it.each(CASES)('$name: by servers that began at every line', async (one) => {
    const playing = playRecording(stage.cluster, NAMESPACE, one.job);
    const begins = deletionBegins(one.lines, one.job);
    let noted: PodEnd | null = null;
    const began: number[] = [];
    for (const [index, line] of one.lines.entries()) {
      if (index === begins) noted = await noteEnd(playing, one);
      if (index > 0 && !changeOf(line)) continue;
      await begin(server(index));
      began.push(index);
      playing.play(line);
    }
    const able = began.filter((cut) => isLeft(one, cut, noted));
    await Promise.all(able.map((cut) => expectEnd(server(cut), one, noted, `from line ${cut} on`)));
    expect(able.length).toBeGreaterThan(5);
  });
});
