/**
 * Finds out who answers for a run of several units that went wrong and named nobody.
 *
 * Owns the good ends of the units that were run again, until it is known whether another one of them
 * shows the same trouble. Invariants: a good end is told only after somebody was found to blame; if nobody
 * is, whoever is suspected ends red, though it was seen to pass on its own.
 */
import type { ClaimedUnit } from '@gauntlet/contract';
import type { Doubt } from './doubt-run.ts';
import type { UnitVerdict } from './judge-unit.ts';

/** Units that are run in one go; with an inquiry, because of a run before. */
export type Round = { units: readonly ClaimedUnit[]; inquiry?: CrashInquiry };

export const sayEarlier = ({ what }: Doubt): string => `In a run before: ${what}`;

type Tell = (verdict: UnitVerdict) => void;

const isGood = ({ outcome }: UnitVerdict): boolean => outcome === 'passed' || outcome === 'skipped';

export class CrashInquiry {
  readonly doubt: Doubt;
  #explained = false;
  #good: { verdict: UnitVerdict; tell: Tell }[] = [];

  constructor(doubt: Doubt) {
    this.doubt = doubt;
  }

  /** A unit has come to its end alone, or among fewer. */
  hear(verdict: UnitVerdict, tell: Tell): void {
    if (isGood(verdict)) {
      this.#good.push({ verdict, tell });
      return;
    }
    if (verdict.outcome === 'error' || this.doubt.explainedBy === 'errors-and-failures') this.explain();
    const message = [verdict.message, sayEarlier(this.doubt)].filter(Boolean).join('\n\n');
    tell({ ...verdict, message });
  }

  /** The same trouble showed again. */
  explain(): void {
    this.#explained = true;
  }

  /** Nobody is left to be heard. */
  settle(): void {
    const good = this.#good.splice(0);
    const accused = this.#explained ? [] : this.doubt.accuse === 'all' ? good : good.slice(-1);
    for (const one of good) one.tell(accused.includes(one) ? accuse(this.doubt) : one.verdict);
  }
}

const accuse = ({ what, accuse: whom }: Doubt): UnitVerdict =>
  whom === 'all'
    ? {
        outcome: 'error',
        reason: 'runner-crashed',
        message: `It crashed in the batch and passed alone. Does it depend on tests that run beside it? ${what}`,
      }
    : {
        outcome: 'error',
        reason: 'exit-code-disagrees',
        message: `It passed when it was run again, yet nothing explains what went wrong in the run before. ${what}`,
      };
