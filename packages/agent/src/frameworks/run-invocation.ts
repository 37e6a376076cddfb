/**
 * Runs the framework once for some units and tells what happens to them while it happens.
 *
 * Owns the process, its report file and the progress of the units in this run. Does not decide what is
 * run again. Invariants: a unit is finished as soon as it is completely reported, but for the last one,
 * which waits for the process, so that somebody is left to answer for a bad exit code; when this settles,
 * every unit is over or is among those left over.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessEnd } from '../process/process-order.ts';
import { tailLines } from '../reports/lines.ts';
import { readReport } from '../reports/read-report.ts';
import type { BatchOrder } from './batch-order.ts';
import { type CrashInquiry, type Round, sayEarlier } from './crash-inquiry.ts';
import { describeEnd } from './describe-end.ts';
import { type Doubt, doubtRun, type LeftOver } from './doubt-run.ts';
import {
  findDisagreement,
  findUnexplained,
  judgeCutOff,
  judgeOverLimit,
  judgeReported,
  type RunEnd,
  type UnitVerdict,
} from './judge-unit.ts';
import { createOutputTail, type OutputTail } from './output-tail.ts';
import { type Launch, prepareLaunch } from './prepare-launch.ts';
import { UnitClock } from './unit-clock.ts';
import { UnitLedger } from './unit-ledger.ts';
import type { UnitProgress } from './unit-progress.ts';
import type { UnitTeller } from './unit-teller.ts';
import { withCodeFrames } from './with-code-frames.ts';

export type InvocationEnd = {
  leftOver: LeftOver[];
  /** What went wrong with the run itself and made nobody red. */
  doubt?: Doubt;
};

/** What a framework may take to load before its first file starts, on top of the units' own limits. */
const START_SECONDS = 30;
/** After its last word a process gets this long to end. */
const LINGER_SECONDS = 30;

type Files = { report: string; folder: string };

export class Invocation {
  #order: BatchOrder;
  #teller: UnitTeller;
  #ledger: UnitLedger;
  #clock: UnitClock;
  #stop = new AbortController();
  #stopped: 'over-limit' | 'lingering' | undefined;
  #overLimit: UnitProgress | undefined;
  #lingering: NodeJS.Timeout | undefined;
  /** Completely reported, and waiting for the end of the process. */
  #held: UnitProgress | undefined;
  /** Whose verdict has been given here, though it may not have been told yet. */
  #judged = new Set<UnitProgress>();
  #inquiry: CrashInquiry | undefined;
  #unusableReport = false;
  #tail: OutputTail;

  constructor(order: BatchOrder, { units, inquiry }: Round, teller: UnitTeller) {
    this.#order = order;
    this.#inquiry = inquiry;
    this.#tail = createOutputTail(order.openMask?.());
    this.#teller = teller;
    this.#clock = new UnitClock(order.definition.timeouts.unitSeconds, (progress) =>
      this.#endOverLimit(progress),
    );
    this.#ledger = new UnitLedger(units, order, teller, {
      onRunning: (progress) => this.#clock.start(progress),
      onStopped: (progress) => this.#clock.pause(progress),
      onEnded: (progress) => this.#takeEnded(progress),
      onEnd: () => this.#waitForExit(),
    });
  }

  async run(): Promise<InvocationEnd> {
    const folder = await mkdtemp(join(this.#order.scratchFolder, 'run-'));
    try {
      return await this.#runIn({ folder, report: join(folder, 'report') });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  get #configuration() {
    return this.#order.framework.configuration;
  }

  get #reportsLive(): boolean {
    return this.#configuration.report.format === 'lines';
  }

  async #runIn(files: Files): Promise<InvocationEnd> {
    const launch = await prepareLaunch({
      ...this.#order,
      command: this.#configuration.run.command,
      units: this.#ledger.entries.map(({ unit }) => unit.file ?? unit.key),
      reportPath: files.report,
    });
    if (!launch.ok) return this.#refuseAll(launch.error.message);
    // Made beforehand, so that what is read is this file whatever the tests put in its place.
    if (this.#reportsLive) await writeFile(files.report, '', { mode: 0o600 });
    const end = await this.#runProcess(launch.value, files);
    if (end.ended === 'not-started') return this.#refuseAll(`The framework ${describeEnd(end)}`);
    return this.#conclude(end);
  }

  #refuseAll(message: string): InvocationEnd {
    for (const progress of this.#ledger.entries) {
      this.#finish(progress, { outcome: 'error', reason: 'runner-crashed', message }, null);
    }
    return { leftOver: [] };
  }

  async #runProcess(launch: Launch, files: Files): Promise<ProcessEnd> {
    const written = new AbortController();
    const reading = this.#reportsLive ? this.#readLive(files.report, written.signal) : undefined;
    try {
      const running = this.#order.runProcess({
        ...launch,
        cwd: this.#order.folder,
        timeoutSeconds: this.#timeoutSeconds(),
        graceSeconds: this.#order.graceSeconds,
        signal: AbortSignal.any([this.#order.signal, this.#stop.signal]),
        onOutput: (chunk, stream) => {
          this.#tail.push(chunk);
          this.#order.onOutput(chunk, stream);
        },
      });
      // Reading ends first only when it fails: then the process must not go on unheard.
      await Promise.race([running, reading?.catch(() => this.#stop.abort())]);
      return await running;
    } finally {
      written.abort();
      clearTimeout(this.#lingering);
      await reading;
      this.#clock.stop();
      if (!this.#reportsLive) await this.#readFinished(files.report);
    }
  }

  #timeoutSeconds(): number | undefined {
    const { unitSeconds } = this.#order.definition.timeouts;
    if (unitSeconds === undefined) return undefined;
    return unitSeconds * this.#ledger.entries.length + (this.#reportsLive ? START_SECONDS : 0);
  }

  async #readLive(path: string, written: AbortSignal): Promise<void> {
    const lines = tailLines(path, { signal: written });
    for await (const line of withCodeFrames(lines, this.#order.openFrames?.())) this.#ledger.take(line);
  }

  async #readFinished(path: string): Promise<void> {
    const { format } = this.#configuration.report;
    if (format === 'per-command') return;
    const lines = readReport(path, format);
    for await (const line of withCodeFrames(lines, this.#order.openFrames?.())) this.#ledger.take(line);
    if (this.#ledger.sawEnd) this.#ledger.endAllWithResults();
    else this.#unusableReport = existsSync(path);
  }

  #endOverLimit(progress: UnitProgress): void {
    const { unitSeconds } = this.#order.definition.timeouts;
    if (unitSeconds === undefined || progress.state !== 'running') return;
    // Several at once: one may have died unnoticed, or be slow because of the others. Alone, it will show.
    const running = this.#ledger.entries.filter(({ state }) => state === 'running');
    if (running.length > 1) this.#overLimit ??= progress;
    else this.#finish(progress, judgeOverLimit(progress, unitSeconds), null);
    this.#stopped = 'over-limit';
    this.#stop.abort();
  }

  #waitForExit(): void {
    this.#lingering = setTimeout(() => {
      this.#stopped ??= 'lingering';
      this.#stop.abort();
    }, LINGER_SECONDS * 1000);
  }

  #takeEnded(progress: UnitProgress): void {
    // It may only have failed because it is being ended.
    if (this.#order.signal.aborted && !isGood(progress)) return;
    const others = this.#ledger.entries.filter((other) => other !== progress);
    if (others.every((other) => this.#judged.has(other))) this.#held = progress;
    else this.#finish(progress, judgeReported(progress), null);
  }

  #finish(progress: UnitProgress, verdict: UnitVerdict, exitCode: number | null): void {
    if (this.#judged.has(progress)) return;
    this.#judged.add(progress);
    const { durationMs: spent = 0, runningSince } = progress;
    const running = runningSince === undefined ? 0 : performance.now() - runningSince;
    const durationMs = Math.round((spent + running) * 1000) / 1000;
    const tell = (told: UnitVerdict) =>
      this.#teller.finish(progress.unit, { ...told, counts: { ...progress.counts }, durationMs, exitCode });
    if (this.#inquiry) this.#inquiry.hear(verdict, tell);
    else tell(verdict);
  }

  #conclude(end: ProcessEnd): InvocationEnd {
    const run: RunEnd = {
      end,
      ordinaryCodes: [...this.#configuration.exitCodes.passed, ...this.#configuration.exitCodes.testsFailed],
      problems: this.#ledger.problems,
      unusableReport: this.#unusableReport,
      lingered: this.#stopped === 'lingering',
      output: this.#tail.text(),
    };
    if (this.#held) this.#finishHeld(this.#held, run);
    const rest = this.#ledger.entries.filter((progress) => !this.#judged.has(progress));
    if (this.#order.signal.aborted) {
      for (const { unit } of rest) this.#teller.giveBack(unit);
      return { leftOver: [] };
    }
    const alone = this.#ledger.entries.length === 1;
    const [bad, leftOver] = [
      rest.filter((left) => alone || isRed(left)),
      rest.filter((left) => !alone && !isRed(left)),
    ];
    for (const progress of bad) this.#finish(progress, this.#judgeUnfinished(progress, run), end.exitCode);
    return this.#leave(leftOver, run, bad.length > 0);
  }

  #judgeUnfinished(progress: UnitProgress, run: RunEnd): UnitVerdict {
    const { unitSeconds } = this.#order.definition.timeouts;
    return progress === this.#overLimit && unitSeconds !== undefined
      ? judgeOverLimit(progress, unitSeconds)
      : judgeCutOff(progress, run);
  }

  #leave(rest: readonly UnitProgress[], run: RunEnd, anyRed: boolean): InvocationEnd {
    const leftOver = rest.map((progress) => ({
      unit: progress.unit,
      suspicion: this.#suspicionOf(progress),
    }));
    const failed = this.#ledger.entries.some((entry) => entry.state === 'ended' && !isGood(entry));
    const doubt = doubtRun(run, {
      leftOver,
      explained: anyRed ? 'wholly' : failed ? 'exit-code' : 'no',
      live: this.#reportsLive,
      passedCodes: this.#configuration.exitCodes.passed,
    });
    if (!doubt || !this.#inquiry) return { leftOver, doubt };
    // It happens again, so whoever was heard before is not to blame.
    this.#inquiry.explain();
    return { leftOver, doubt: { ...doubt, what: `${doubt.what}\n\n${sayEarlier(this.#inquiry.doubt)}` } };
  }

  #finishHeld(held: UnitProgress, run: RunEnd): void {
    const verdict = judgeReported(held);
    // Of a file that failed in its own run too the exit code speaks; what nobody else is red for, does not go unheard.
    const explained = this.#ledger.strayBad > 0 && this.#ledger.problems.length === 0;
    const allGood = !explained && this.#ledger.entries.every(isGood);
    const disagreement =
      allGood && !this.#order.signal.aborted
        ? findDisagreement(run, this.#configuration.exitCodes.passed)
        : undefined;
    const unexplained = allGood || this.#order.signal.aborted ? undefined : findUnexplained(run);
    this.#finish(held, disagreement ?? { ...verdict, unexplained }, run.end.exitCode);
  }

  #suspicionOf(progress: UnitProgress): LeftOver['suspicion'] {
    if (progress === this.#overLimit) return 'suspect';
    return this.#stopped === undefined && progress.state === 'running' ? 'suspect' : 'innocent';
  }
}

const isGood = (progress: UnitProgress): boolean =>
  progress.state === 'ended' && ['passed', 'skipped'].includes(judgeReported(progress).outcome);

/** What has failed stays failed: run again, it would take back what was seen. */
const isRed = ({ counts, problems }: UnitProgress): boolean => counts.failed > 0 || problems.length > 0;
