/**
 * The execution's plan as this agent knows it: the files in it, and those it has seen fail on their own.
 *
 * A run may report tests of files it was not asked for: Playwright's set-up and tear-down projects run with
 * every file that depends on them.
 */
import type { PlannedUnit } from '@gauntlet/contract';
import { UnitFiles } from './unit-files.ts';

type Planned = Pick<PlannedUnit, 'file'>;

export class KnownPlan {
  #files: UnitFiles<Planned>;
  #failed = new Set<Planned>();

  constructor(folder: string, units: readonly Planned[]) {
    this.#files = new UnitFiles(folder, units);
  }

  /** The file's own run has come to a red end. */
  noteFailed(file: string): void {
    const unit = this.#files.find(file);
    if (unit) this.#failed.add(unit);
  }

  /** Why a failing test of a file that was not asked for must make this run red; undefined: it is red elsewhere. */
  explainStray(file: string, name: string): string | undefined {
    const unit = this.#files.find(file);
    if (unit && this.#failed.has(unit)) return undefined;
    const where = unit ? 'which is a unit of its own' : 'which is not among the files that were listed';
    return `A test of ${file}, ${where}, failed in this run: ${name}`;
  }
}
