/** What a run of several units leaves to be explained, when it ended before all of them were reported. */
import type { ClaimedUnit } from '@gauntlet/contract';
import { describeEnd, withOutput } from './describe-end.ts';
import type { RunEnd } from './judge-unit.ts';

/** A unit that was not completely reported. Suspects were running when the process ended by itself. */
export type LeftOver = { unit: ClaimedUnit; suspicion: 'suspect' | 'innocent' };

export type Doubt = {
  /** How the run went wrong. */
  what: string;
  /** `all`: they ran when the process died. `one`: nobody is more suspect than another. */
  accuse: 'all' | 'one';
  /** Whether a test that fails is enough to explain it. */
  explainedBy: 'errors' | 'errors-and-failures';
};

export type RunFacts = {
  leftOver: readonly LeftOver[];
  /** By units that ended red in it: `wholly` when their messages say how the run ended. */
  explained: 'no' | 'exit-code' | 'wholly';
  /** Whether the report is written while the tests run. */
  live: boolean;
  passedCodes: readonly number[];
};

export function doubtRun(run: RunEnd, facts: RunFacts): Doubt | undefined {
  const { end, problems, ordinaryCodes, output } = run;
  if (facts.leftOver.length === 0) return undefined;
  const byItself = end.ended === 'exited';
  const say = (when: string) => {
    const what = [`The process ${describeEnd(end)} ${when}.`, ...problems].join('\n\n');
    return withOutput(what, output);
  };
  if (byItself && facts.leftOver.some(({ suspicion }) => suspicion === 'suspect'))
    return { accuse: 'all', explainedBy: 'errors', what: say('while it ran') };
  const hasCode = (codes: readonly number[]) => end.exitCode !== null && codes.includes(end.exitCode);
  // What a report lacks because we ended its writer says nothing; what was told live does.
  const told = problems.length > 0 && (byItself || facts.live);
  // A test that failed explains the code that says so, and no crash.
  const good = facts.explained === 'no' ? facts.passedCodes : ordinaryCodes;
  const disagrees = byItself && !hasCode(good);
  if (facts.explained === 'wholly' || !(told || disagrees)) return undefined;
  const explainedBy = byItself && !hasCode(ordinaryCodes) ? 'errors' : 'errors-and-failures';
  return { accuse: 'one', explainedBy, what: say('before all of its tests were reported') };
}
