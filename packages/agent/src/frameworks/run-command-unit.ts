/**
 * Runs one command of the `command` framework and judges it by its exit code and by the report it
 * writes; without a report the command is the one test.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ClaimedUnit, TestCommand } from '@gauntlet/contract';
import { boundCase } from '../reports/bound-case.ts';
import { type FileFormat, readReport } from '../reports/read-report.ts';
import type { BatchOrder, FrameOf } from './batch-order.ts';
import { describeEnd, withOutput } from './describe-end.ts';
import { findWritten, takeSnapshot } from './find-reports.ts';
import { judgeReported, type UnitVerdict } from './judge-unit.ts';
import { type CommandRun, runCommand } from './run-test-command.ts';
import { createProgress, takeCase, takeProblem, type UnitProgress } from './unit-progress.ts';
import type { UnitTeller } from './unit-teller.ts';
import { withCodeFrames } from './with-code-frames.ts';

type Report = { format: FileFormat; glob: string | undefined };
/** `name` is how people know it. */
type ReportFile = { path: string; name: string };

const error = (reason: UnitVerdict['reason'], message: string): UnitVerdict => ({
  outcome: 'error',
  reason,
  message,
});

function reportOf({ report }: TestCommand): Report | undefined {
  if (!report || report.format === 'none') return undefined;
  return { format: report.format, glob: report.path };
}

/** The command as a test of its own. */
function tellItself(
  progress: UnitProgress,
  { end, output }: CommandRun,
  passed: boolean,
  teller: UnitTeller,
): void {
  const line = boundCase({
    type: 'case',
    name: progress.unit.title,
    status: passed ? 'passed' : 'failed',
    durationMs: end.durationMs,
    message: passed ? undefined : `The command ${describeEnd(end)}.`,
    output,
  });
  takeCase(progress, line);
  teller.tellCase(progress.unit, line);
}

/** Reads all reports; undefined when they are whole, else why they are not. */
async function readReports(
  files: readonly ReportFile[],
  { format, frameOf }: { format: FileFormat; frameOf: FrameOf | undefined },
  progress: UnitProgress,
  teller: UnitTeller,
): Promise<string | undefined> {
  const complaints: string[] = [];
  for (const { path, name } of files) {
    let whole = false;
    const told: string[] = [];
    for await (const line of withCodeFrames(readReport(path, format), frameOf)) {
      if (line.type === 'end') whole = true;
      if (line.type === 'problem') told.push(`${name}: ${line.message}`);
      if (line.type !== 'case') continue;
      takeCase(progress, line);
      teller.tellCase(progress.unit, line);
    }
    if (!whole) complaints.push(...told);
    else for (const message of told) takeProblem(progress, message);
  }
  return complaints.length === 0 ? undefined : complaints.join('\n');
}

/** Shells say by 126 and more that there was nothing to run, or which signal ended it. */
const mayMeanFailures = (exitCode: number | null): boolean => exitCode !== null && exitCode < 126;

function judgeCommand(
  { end, output }: CommandRun,
  progress: UnitProgress,
  passedCodes: readonly number[],
): UnitVerdict {
  const verdict = judgeReported(progress);
  const good = verdict.outcome === 'passed' || verdict.outcome === 'skipped';
  if (!good && !mayMeanFailures(end.exitCode)) {
    const besides = `Besides the tests that failed in its report, the command ${describeEnd(end)}.`;
    return { ...verdict, unexplained: withOutput(besides, output) };
  }
  if (!good || (end.exitCode !== null && passedCodes.includes(end.exitCode))) return verdict;
  const disagrees = `Every test in the report passed, yet the command ${describeEnd(end)}.`;
  return error('exit-code-disagrees', withOutput(disagrees, output));
}

const isOver = ({ end, lost }: CommandRun): UnitVerdict | undefined => {
  if (lost) return error(lost.reason, lost.message);
  if (end.ended === 'not-started') return error('runner-crashed', `The command ${describeEnd(end)}`);
  return undefined;
};

async function judgeByReport(
  order: BatchOrder,
  command: TestCommand,
  report: Report,
  progress: UnitProgress,
  teller: UnitTeller,
): Promise<{ run: CommandRun; verdict: UnitVerdict }> {
  const scratch = await mkdtemp(join(order.scratchFolder, 'command-'));
  try {
    const before = report.glob === undefined ? undefined : takeSnapshot(order.folder, report.glob);
    const capture = join(scratch, 'stdout');
    const run = await runCommand(order, command, before ? undefined : capture);
    const paths = before && report.glob ? findWritten(order.folder, report.glob, before) : [capture];
    const files = paths.map((path) => ({
      path,
      name: before ? relative(order.folder, path) : 'standard output',
    }));
    const over = isOver(run);
    if (over) return { run, verdict: over };
    const reading = { format: report.format, frameOf: order.openFrames?.() };
    const complaint = await readReports(files, reading, progress, teller);
    return { run, verdict: judgeRead(run, { order, report, paths, progress, complaint }) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

type Read = {
  order: BatchOrder;
  report: Report;
  paths: readonly string[];
  progress: UnitProgress;
  complaint: string | undefined;
};

function judgeRead(run: CommandRun, { order, report, paths, progress, complaint }: Read): UnitVerdict {
  if (run.end.ended === 'timed-out') return judgeTimeout(order, run);
  if (paths.length === 0) {
    const missing = `The command wrote no report: nothing new matches ${report.glob}. It ${describeEnd(run.end)}.`;
    return error('runner-crashed', withOutput(missing, run.output));
  }
  if (complaint !== undefined) {
    return error(
      'report-malformed',
      withOutput(`${complaint}\nThe command ${describeEnd(run.end)}.`, run.output),
    );
  }
  return judgeCommand(run, progress, order.framework.configuration.exitCodes.passed);
}

function judgeTimeout({ definition }: BatchOrder, { output }: CommandRun): UnitVerdict {
  const limit = `The command ran longer than its limit of ${definition.timeouts.unitSeconds} s and was ended.`;
  return error('unit-timeout', withOutput(limit, output));
}

async function judgeByExit(
  order: BatchOrder,
  command: TestCommand,
  progress: UnitProgress,
  teller: UnitTeller,
): Promise<{ run: CommandRun; verdict: UnitVerdict }> {
  const run = await runCommand(order, command);
  const { end } = run;
  const over = isOver(run);
  if (over) return { run, verdict: over };
  if (end.ended === 'timed-out') return { run, verdict: judgeTimeout(order, run) };
  if (end.ended === 'exited') {
    const passed =
      end.exitCode !== null && order.framework.configuration.exitCodes.passed.includes(end.exitCode);
    tellItself(progress, run, passed, teller);
  }
  return { run, verdict: judgeReported(progress) };
}

export async function runCommandUnit(
  order: BatchOrder,
  unit: ClaimedUnit,
  teller: UnitTeller,
): Promise<void> {
  const progress = createProgress(unit);
  const command = order.definition.commands?.find(({ name }) => name === unit.key);
  teller.start(unit);
  if (!command) {
    const message = `The definition has no command named "${unit.key}".`;
    return teller.finish(unit, {
      ...error('internal-error', message),
      counts: progress.counts,
      durationMs: 0,
      exitCode: null,
    });
  }
  const report = reportOf(command);
  const { run, verdict } = report
    ? await judgeByReport(order, command, report, progress, teller)
    : await judgeByExit(order, command, progress, teller);
  if (run.end.ended === 'aborted' && !run.lost) return teller.giveBack(unit);
  const { durationMs, exitCode } = run.end;
  teller.finish(unit, { ...verdict, counts: { ...progress.counts }, durationMs, exitCode });
}
