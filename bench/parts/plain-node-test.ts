/** `node --test` by hand, and the counts that its TAP output ends with. */
import { runProgram } from './run-program.ts';

type PlainCounts = { total: number; passed: number; failed: number; skipped: number };
export type PlainRan = { milliseconds: number; counts: PlainCounts };

export async function runNodeTest(
  folder: string,
  concurrency: number,
  options: readonly string[],
): Promise<PlainRan> {
  const command = [process.execPath, '--test', `--test-concurrency=${concurrency}`, '--test-reporter=tap'];
  const { milliseconds, output } = await runProgram([...command, ...options], folder);
  return { milliseconds, counts: readCounts(output) };
}

function readCounts(tap: string): PlainCounts {
  const count = (name: string): number => {
    const found = tap.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1];
    if (found === undefined) throw new Error(`node --test did not say how many tests: no "# ${name}".`);
    return Number(found);
  };
  const skipped = count('skipped') + count('todo');
  return {
    total: count('tests'),
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped,
  };
}
