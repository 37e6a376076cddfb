/**
 * Every operation of the API's own document, with generated input, valid and not: no 5xx, and every answer is
 * one that the document describes. FUZZ_REQUESTS: how many requests at least; FUZZ_SEED: to see a run again.
 *
 * An operation that is new is asked like all others, without a word here. When it is named as one that never
 * succeeded, its id is not found: see real_things.py; or it needs something that scene.ts does not make.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type World } from '../testing/world.ts';
import { createScene, type FuzzScene, LANES } from './scene.ts';
import { type FuzzRun, fuzz, installSchemathesis } from './schemathesis.ts';
import { addTallies, answersOf, describeTally, neverSucceeded, requestsOf, type Tally } from './tally.ts';

const missing = process.env.GAUNTLET_MISSING?.split(',').includes('schemathesis') === true;
const WANTED = Number(process.env.FUZZ_REQUESTS ?? 20_000);
/** The same each time: what fails then is what was changed. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** What the phases besides fuzzing send, of which that of all boundaries of all schemas is the largest. */
const OTHER_PHASES_REQUESTS = 11_000;
/** Few requests are for a short look: the boundaries take too long for that. */
const WHOLE = WANTED >= 1.5 * OTHER_PHASES_REQUESTS;
/** A round that falls short is followed by another with other seeds; at last for what was not reached alone. */
const MOST_ROUNDS = 5;
const LAST_EXAMPLES = 250;
const MOST_RUNS = MOST_ROUNDS * LANES;

/**
 * Operations that nothing generated can make succeed, with the reason. Whoever adds one here has to have
 * another test of it.
 */
const WITHOUT_BUCKET = 'the server stores in a folder: direct-uploads.int.test.ts has a bucket';
const CANNOT_SUCCEED: Readonly<Record<string, string>> = {
  'POST /agent/v1/artifacts/uploads/parts': WITHOUT_BUCKET,
  'POST /agent/v1/artifacts/uploads/complete': WITHOUT_BUCKET,
};

let world: World;
let scene: FuzzScene;
let runs: FuzzRun[] = [];
let tally: Tally;

beforeAll(async () => {
  if (missing) return;
  const program = await installSchemathesis();
  world = await createWorld();
  scene = await createScene(world);
  const started = performance.now();
  runs = await runAll(program);
  tally = addTallies(runs.map((run) => run.tally));
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `FUZZ_SEED=${SEED}: ${requestsOf(tally)} requests in ${seconds} s (${tally.cpuSeconds} s of Python)\n${describeTally(tally)}`,
  );
}, 1_800_000);

afterAll(() => world?.end());

/** In lanes, and in rounds until there were enough and each operation was reached. */
async function runAll(program: string): Promise<FuzzRun[]> {
  const operations = operationsOf(scene);
  const done: FuzzRun[] = [];
  let lanes = scene.lanes;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const known = addTallies(done.map((run) => run.tally));
    const unreached = neverSucceeded(known, operations.filter(canSucceed));
    const wanted = ordersOf(round, requestsOf(known), operations, unreached);
    if (wanted === null) break;
    const runs = await Promise.all(
      lanes.map(async (lane, index) =>
        fuzz({
          ...{ program, scene, lane, only: wanted.only, examples: wanted.examples },
          folder: await world.makeFolder(`fuzz-${round}-${index}`),
          seed: SEED * MOST_RUNS + round * LANES + index,
          phases: round === 0 ? phasesOf(index) : ['fuzzing'],
        }),
      ),
    );
    done.push(...runs);
    lanes = runs.map(({ lane }) => lane);
  }
  return done;
}

type Wanted = { only: readonly string[]; examples: number };

/** `only`: none for all operations. */
function ordersOf(round: number, sent: number, operations: string[], unreached: string[]): Wanted | null {
  if (sent >= WANTED) return unreached.length > 0 ? { only: unreached, examples: LAST_EXAMPLES } : null;
  const others = round === 0 && WHOLE ? OTHER_PHASES_REQUESTS : 0;
  const sharers = round === 0 && WHOLE ? LANES - 1 : LANES;
  return { only: [], examples: Math.ceil((WANTED - sent - others) / operations.length / sharers) + 5 };
}

/** Of the first round: about the same for each lane. */
const phasesOf = (lane: number) => {
  if (lane === 0) return WHOLE ? ['examples', 'coverage'] : ['examples', 'fuzzing'];
  return ['fuzzing', 'stateful'];
};

const canSucceed = (operation: string) => !(operation in CANNOT_SUCCEED);

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options']);

const operationsOf = ({ document }: FuzzScene): string[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => METHODS.has(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );

/** As Prometheus would read it: what the server itself has counted. */
async function countedByServer(): Promise<number> {
  const { text } = await scene.server.api.ask('GET', '/metrics');
  const counts = text.matchAll(/^http_request_duration_seconds_count\{[^}]*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** What was thought up may be long: a line of it is enough, and the seed brings back the rest. */
const shortened = (output: string) => output.replaceAll(/^(.{500}).+$/gm, '$1...');

describe.skipIf(missing)('the API under generated requests', () => {
  test('answers each as its document says, whatever was sent', () => {
    const wrong = runs.filter(({ code, failures }) => code !== 0 || failures.length > 0);
    expect(wrong.map(({ output }) => shortened(output)).join('\n')).toBe('');
  });

  test('is asked as often as was wanted, by its own count too', async () => {
    expect(requestsOf(tally)).toBeGreaterThanOrEqual(WANTED);
    expect(await countedByServer()).toBeGreaterThanOrEqual(WANTED);
  });

  test('is really reached: each operation succeeds at least now and then', () => {
    const wanted = operationsOf(scene).filter(canSucceed);
    expect(neverSucceeded(tally, wanted), 'operations for which nothing succeeded').toEqual([]);
    expect(tally.letInAt, 'operations that were done without a token').toEqual([]);
    expect(tally.lostTokenAt, "operations that ended the run's own token").toEqual([]);
    expect(tally.groupsLeft, 'groups that are left to speak for').toBeGreaterThan(0);
  });

  test('answers none with a 5xx, leaves none without an answer, and writes no error into its log', () => {
    expect(answersOf(tally, /^5|^no answer/)).toEqual({});
    const lines = scene.server.output().split('\n');
    expect(lines.filter((line) => /"level":"error"|a request failed/.test(line))).toEqual([]);
  });
});
