/** pino's own suite, as npm ships it, through Gauntlet and by hand: alternately, so that both see the same machine. */
import type { Platform } from '../platform.ts';
import { atMost, milliseconds, type Section, times } from '../report.ts';
import { median, ratios } from '../statistics.ts';
import { type GauntletRan, runGauntlet } from './gauntlet-run.ts';
import { fetchPino } from './pino.ts';
import { type PlainRan, runNodeTest } from './plain-node-test.ts';

const GROUPS = 2;
const MOST_DIFFERING = 2;
/** What its test script runs: borp's own pattern, as `node --test` takes it. */
const FILES = 'test/**/*.test.{js,mjs}';
const AIM = 1.1;

type Pair = { plain: PlainRan; gauntlet: GauntletRan };

export async function measureRealSuite(platform: Platform, pairs: number): Promise<Section> {
  const { name, folder } = await fetchPino();
  const measured: Pair[] = [];
  for (let tries = 0; measured.length < pairs; tries++) {
    const plain = await runNodeTest(folder, GROUPS, [FILES]);
    const gauntlet = await runGauntlet(platform, folder, ['--parallel', String(GROUPS)]);
    // One of pino's tests passes now and then only: such a pair is worth nothing, and another is measured.
    const differs = disagreement(plain, gauntlet);
    if (differs === null) measured.push({ plain, gauntlet });
    else if (tries >= pairs + MOST_DIFFERING) throw new Error(differs);
  }
  return describe(name, measured);
}

/** A faster run of fewer tests would be worth nothing. */
function disagreement({ counts: plain }: PlainRan, { counts }: GauntletRan): string | null {
  const differs = (['total', 'passed', 'failed', 'skipped'] as const).find((of) => plain[of] !== counts[of]);
  if (differs === undefined) return null;
  return `By hand ${plain[differs]} tests were ${differs}, by Gauntlet ${counts[differs]}.`;
}

function describe(name: string, pairs: readonly Pair[]): Section {
  const walls = pairs.map(({ plain, gauntlet }) => ({
    ours: gauntlet.milliseconds,
    theirs: plain.milliseconds,
  }));
  const ratio = ratios(walls);
  const wall = (what: string, of: 'ours' | 'theirs') => {
    const all = walls.map((pair) => pair[of]);
    const spread = `${milliseconds(Math.min(...all))} to ${milliseconds(Math.max(...all))}`;
    return { what, measured: milliseconds(median(all)), spread, aim: '-', met: 'no aim' as const };
  };
  return {
    title: `The suite of ${name}`,
    method: `${pairs.length} pairs, alternately: \`node --test --test-concurrency=${GROUPS} '${FILES}'\`, then \`gauntlet run . --parallel ${GROUPS}\` on a warm server, whole commands from start to exit. The packed package with its tests; its dependencies are installed once, and Gauntlet links them.`,
    rows: [
      wall('node --test', 'theirs'),
      wall('gauntlet run', 'ours'),
      {
        what: 'gauntlet / node, median of the pairs',
        measured: times(median(ratio)),
        spread: `${times(Math.min(...ratio))} to ${times(Math.max(...ratio))}`,
        aim: `at most ${AIM.toFixed(2)}`,
        met: atMost(median(ratio), AIM),
      },
    ],
    notes: [describeCounts(pairs), describeOverhead(pairs)],
  };
}

function describeCounts(pairs: readonly Pair[]): string {
  const all = pairs.map(({ plain, gauntlet }) => {
    const { total, passed, failed, skipped } = gauntlet.counts;
    const by = plain.counts;
    return `${by.total}/${by.passed}/${by.failed}/${by.skipped} and ${total}/${passed}/${failed}/${skipped}`;
  });
  return `Total/passed/failed/skipped by hand and by Gauntlet: ${[...new Set(all)].join('; ')}.`;
}

function describeOverhead(pairs: readonly Pair[]): string {
  const outside = pairs.map(({ gauntlet }) => gauntlet.milliseconds - gauntlet.runMs);
  const inside = pairs.map(({ gauntlet, plain }) => gauntlet.runMs - plain.milliseconds);
  const more = median(inside);
  const compared = `${milliseconds(Math.abs(more))} ${more < 0 ? 'less' : 'more'} than`;
  return `Of Gauntlet's wall ${milliseconds(median(outside))} lie before the plan and after the verdict (the CLI's start from its sources, packing, upload, set-up, listing, the report); the run itself took ${compared} \`node --test\` (medians).`;
}
