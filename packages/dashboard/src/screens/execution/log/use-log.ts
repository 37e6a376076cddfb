/** The log of an execution while it is looked at. */
import { useEffect, useRef, useState } from 'react';
import { useWorkspace } from '../../../api/workspace.tsx';
import { createLogLines, type LogLine } from './log-lines.ts';
import { type LogRequest, type LogState, readLog } from './read-log.ts';

/** What a page keeps of a log; the rest is in the plain text. */
const LIMITS = { mostLines: 200_000, mostCharacters: 40_000_000 };
/** Lines that come in a burst are drawn together. */
const GATHER_MS = 80;

export type Log = {
  lines: readonly LogLine[];
  dropped: number;
  state: LogState;
  /** Changes whenever lines came, also where the list is the same. */
  version: number;
  goOn: () => void;
};

export function useLog({ id, group, stream }: LogRequest): Log {
  const { api } = useWorkspace();
  const [shown, setShown] = useState<Omit<Log, 'goOn'>>({
    lines: [],
    dropped: 0,
    state: { kind: 'reading' },
    version: 0,
  });
  const wake = useRef<() => void>(undefined);
  useEffect(() => {
    const ending = new AbortController();
    const lines = createLogLines(LIMITS);
    let state: LogState = { kind: 'reading' };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer = undefined;
      setShown(({ version }) => ({
        lines: lines.all(),
        dropped: lines.dropped(),
        state,
        version: version + 1,
      }));
    };
    const drawSoon = () => {
      timer ??= setTimeout(draw, GATHER_MS);
    };
    draw();
    const hearer = {
      onChunks: (chunks: Parameters<typeof lines.append>[0][]) => {
        for (const chunk of chunks) lines.append(chunk);
        drawSoon();
      },
      onState: (now: LogState) => {
        state = now;
        drawSoon();
      },
    };
    const rest = () =>
      new Promise<void>((resolve) => {
        wake.current = resolve;
        ending.signal.addEventListener('abort', () => resolve());
      });
    void readLog(api, { id, group, stream }, hearer as Parameters<typeof readLog>[2], {
      signal: ending.signal,
      rest,
    });
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [api, id, group, stream]);
  return { ...shown, goOn: () => wake.current?.() };
}
