import type { ProcessEnd } from '../process/process-order.ts';
import type { ContentOrder } from './content-order.ts';

export type GitOutcome = {
  ended: 'done' | 'failed' | 'stalled' | 'cancelled' | 'not-started';
  stdout: string;
  /** The end of what git said on standard error. */
  said: string;
};

export type GitRunner = (...args: string[]) => Promise<GitOutcome>;

const KEPT_CHARACTERS = 16_384;
const GRACE_SECONDS = 2;

/** Runs git in `folder`; one that neither says nor receives anything for `stallSeconds` is ended. */
export const createGitRunner =
  (order: ContentOrder, environment: Record<string, string>, stallSeconds: number): GitRunner =>
  async (...args) => {
    const stall = watchStall(stallSeconds);
    const heard = { stdout: '', said: '' };
    const showLines = createLineFilter(order.onOutput);
    const end = await order.runProcess({
      command: ['git', ...args],
      cwd: order.target,
      environment,
      graceSeconds: GRACE_SECONDS,
      signal: order.signal ? AbortSignal.any([order.signal, stall.signal]) : stall.signal,
      onOutput: (chunk, stream) => {
        stall.moved();
        if (stream === 'stdout') heard.stdout = (heard.stdout + chunk).slice(-KEPT_CHARACTERS);
        else heard.said = (heard.said + showLines(chunk)).slice(-KEPT_CHARACTERS);
      },
    });
    stall.stop();
    return { ...heard, ...describeEnd(end, heard.said, stall.signal.aborted, order.signal) };
  };

const describeEnd = (
  end: ProcessEnd,
  said: string,
  stalled: boolean,
  signal: AbortSignal | undefined,
): Pick<GitOutcome, 'ended' | 'said'> => {
  if (end.ended === 'not-started') return { ended: 'not-started', said: end.error ?? '' };
  if (end.ended === 'exited') return { ended: end.exitCode === 0 ? 'done' : 'failed', said };
  return { ended: stalled && !signal?.aborted ? 'stalled' : 'cancelled', said };
};

const watchStall = (stallSeconds: number) => {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), stallSeconds * 1000);
  return { signal: control.signal, moved: () => timer.refresh(), stop: () => clearTimeout(timer) };
};

/** Progress bars redraw themselves with carriage returns: only what ends a line is handed on. */
const createLineFilter = (onLine: (chunk: Buffer) => void) => {
  let open = '';
  return (chunk: Buffer): string => {
    open += chunk.toString();
    const parts = open.split('\n');
    open = (parts.pop() ?? '').slice(-KEPT_CHARACTERS);
    const done = parts
      .map((part) => `${part.trimEnd().slice(part.trimEnd().lastIndexOf('\r') + 1)}\n`)
      .join('');
    if (done) onLine(Buffer.from(done));
    return done;
  };
};
