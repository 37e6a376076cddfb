/** One test point of a TAP report, with the diagnostics that follow it. */
import type { CaseLine, CaseStatus } from '@gauntlet/contract';
import type { Result } from 'tap-parser';
import { boundCase } from './bound-case.ts';

type Diagnostics = Record<string, unknown>;
const textOf = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function statusOf({ ok, skip, todo }: Result): CaseStatus {
  if (skip || todo) return 'skipped';
  return ok ? 'passed' : 'failed';
}

/** Where it failed: `at: file:line:col`, `at: {fileName, lineNumber}` or a field of its own. */
function placeOf(diagnostics: Diagnostics): { file?: string; line?: number } {
  const at = diagnostics.at ?? diagnostics.location;
  if (typeof at === 'string') {
    const match = /^(?:.*\()?(?:file:\/\/)?(.+?):(\d+)(?::\d+)?\)?$/.exec(at);
    return match ? { file: match[1], line: Number(match[2]) } : {};
  }
  const fields = (at ?? diagnostics) as Diagnostics;
  const line = Number(fields.lineNumber ?? fields.line);
  return { file: textOf(fields.fileName ?? fields.file), line: Number.isInteger(line) ? line : undefined };
}

export function caseOfPoint(point: Result, suite: readonly string[]): CaseLine {
  const diagnostics: Diagnostics = point.diag && typeof point.diag === 'object' ? point.diag : {};
  const status = statusOf(point);
  const reason = [point.skip, point.todo].find((value) => typeof value === 'string' && value !== '');
  const message = textOf(diagnostics.message ?? diagnostics.error) ?? textOf(reason);
  const compared = 'expected' in diagnostics || 'actual' in diagnostics;
  return boundCase({
    type: 'case',
    name: point.name || `test ${point.id}`,
    suite: [...suite],
    status,
    durationMs: Number(point.time ?? diagnostics.duration_ms) || 0,
    ...placeOf(diagnostics),
    message,
    stack: textOf(diagnostics.stack),
    tags: point.todo ? ['todo'] : [],
    assertions: compared
      ? [
          {
            type: textOf(diagnostics.operator) ?? 'assertion',
            passed: status !== 'failed',
            expected: textOf(diagnostics.expected),
            actual: textOf(diagnostics.actual),
            message,
          },
        ]
      : [],
  });
}
