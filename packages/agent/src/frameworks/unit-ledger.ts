/**
 * Takes in the report of one run of the framework, line by line, and knows how far each unit is.
 *
 * Owns the progress of the run's units and what was said of none of them. Does not know the process.
 * Invariants: a case counts for one unit or for none; a unit that is over takes in nothing any more.
 */
import type { CaseLine, ClaimedUnit, FileStateLine } from '@gauntlet/contract';
import { boundText } from '../reports/bound-text.ts';
import type { FramedCase } from './batch-order.ts';
import type { KnownPlan } from './known-plan.ts';
import { UnitFiles } from './unit-files.ts';
import { createProgress, takeCase, takeProblem, type UnitProgress } from './unit-progress.ts';
import type { UnitTeller } from './unit-teller.ts';
import type { FramedLine } from './with-code-frames.ts';

export type LedgerEvents = {
  onRunning: (progress: UnitProgress) => void;
  /** It no longer runs, though its cases may still have to come. */
  onStopped: (progress: UnitProgress) => void;
  onEnded: (progress: UnitProgress) => void;
  /** The framework has said all it has to say. */
  onEnd: () => void;
};

const PROBLEMS_KEPT = 20;

const isBad = ({ status }: CaseLine): boolean => status === 'failed' || status === 'error';
const shown = ({ suite, name, message }: CaseLine): string =>
  [boundText([...suite, name].join(' > '), 500), boundText(message ?? '', 2000)].filter(Boolean).join('\n');

export class UnitLedger {
  readonly entries: readonly UnitProgress[];
  /** Whether the report came to its own end. */
  sawEnd = false;
  /** Bad cases of files that are none of this run's units, and that were red in their own run. */
  strayBad = 0;
  problems: string[] = [];
  #files: UnitFiles<{ file?: string; progress: UnitProgress }>;
  #teller: UnitTeller;
  #plan: KnownPlan;
  #events: LedgerEvents;

  constructor(
    units: readonly ClaimedUnit[],
    { folder, plan }: { folder: string; plan: KnownPlan },
    teller: UnitTeller,
    events: LedgerEvents,
  ) {
    this.#plan = plan;
    this.entries = units.map(createProgress);
    this.#files = new UnitFiles(
      folder,
      this.entries.map((progress) => ({ file: progress.unit.file, progress })),
    );
    this.#teller = teller;
    this.#events = events;
  }

  take(line: FramedLine): void {
    if (line.type === 'case') this.#takeCase(line);
    if (line.type === 'problem') this.#takeProblem(line);
    if (line.type === 'file-state') this.#takeState(line.file, line.state);
    if (line.type === 'file-end') this.#takeFileEnd(line.file, line.durationMs);
    if (line.type === 'end') {
      this.sawEnd = true;
      this.#events.onEnd();
    }
  }

  /** For reports that do not speak of files: all that was to be told has been told. */
  endAllWithResults(): void {
    for (const progress of this.entries) {
      if (progress.counts.total > 0 || this.entries.length === 1) this.#end(progress, undefined);
    }
  }

  #find(file: string | undefined): UnitProgress | undefined {
    if (file !== undefined) return this.#files.find(file)?.progress;
    return this.entries.length === 1 ? this.entries[0] : undefined;
  }

  #takeCase(line: FramedCase): void {
    const progress = this.#find(line.file);
    if (!progress) this.#takeStray(line);
    // Its verdict may have been given already; then nothing else would be red for it.
    else if (progress.state === 'ended' && isBad(line))
      this.#addProblem(`A test of ${progress.unit.title} failed after its end: ${shown(line)}`);
    if (progress && !this.#teller.isOver(progress.unit)) {
      if (progress.state === 'waiting') this.#run(progress);
      takeCase(progress, line);
      this.#teller.tellCase(progress.unit, line);
    }
  }

  #takeStray(line: CaseLine): void {
    if (!isBad(line)) return;
    const why =
      line.file === undefined
        ? `A test that belongs to no file failed: ${shown(line)}`
        : this.#plan.explainStray(line.file, shown(line));
    if (why === undefined) this.strayBad += 1;
    else this.#addProblem(why);
  }

  #takeProblem({ file, message }: { file?: string; message: string }): void {
    const progress = this.#find(file);
    if (progress && !this.#teller.isOver(progress.unit)) takeProblem(progress, message);
    else this.#addProblem(file === undefined ? message : `${file}: ${message}`);
  }

  #addProblem(message: string): void {
    if (this.problems.length < PROBLEMS_KEPT) this.problems.push(message);
  }

  #takeState(file: string, state: FileStateLine['state']): void {
    const progress = this.#find(file);
    if (!progress || this.#teller.isOver(progress.unit)) return;
    if (state === 'started') this.#run(progress);
    else if (progress.state === 'running') this.#stop(progress, 'ran');
  }

  #takeFileEnd(file: string, durationMs: number | undefined): void {
    const progress = this.#find(file);
    if (progress && !this.#teller.isOver(progress.unit)) this.#end(progress, durationMs);
  }

  /** A file may pause: with several projects its tests come in turns with those of other files. */
  #run(progress: UnitProgress): void {
    if (progress.state === 'running' || progress.state === 'ended') return;
    progress.state = 'running';
    progress.runningSince = performance.now();
    this.#teller.start(progress.unit);
    this.#events.onRunning(progress);
  }

  #stop(progress: UnitProgress, state: 'ran' | 'ended'): void {
    progress.state = state;
    if (progress.runningSince !== undefined) {
      progress.durationMs = (progress.durationMs ?? 0) + performance.now() - progress.runningSince;
      progress.runningSince = undefined;
    }
    this.#events.onStopped(progress);
  }

  #end(progress: UnitProgress, durationMs: number | undefined): void {
    if (progress.state === 'ended') return;
    this.#stop(progress, 'ended');
    progress.durationMs = durationMs ?? progress.durationMs;
    this.#events.onEnded(progress);
  }
}
