/** What the groups printed, as they print it. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useShortcuts } from '../../../kit/keys.ts';
import type { Execution } from '../queries.ts';
import { useExecutionSearch } from '../use-search.ts';
import { LogBar, type LogLook } from './log-bar.tsx';
import { LogNotice } from './log-notice.tsx';
import { bestOf, createLogSearch, findFailure, nextOf } from './log-search.ts';
import { LogView } from './log-view.tsx';
import { useFindResult } from './use-find-result.ts';
import { useLog } from './use-log.ts';

export function LogTab({ execution }: { execution: Execution }) {
  const { search, change } = useExecutionSearch();
  const { group, stream } = search;
  const log = useLog({ id: execution.executionId, group, stream });
  const [look, setLook] = useState<LogLook>({
    wrap: false,
    times: false,
    follow: execution.verdict === null,
  });
  const [text, setText] = useState(search.find ?? '');
  const [at, setAt] = useState<number | null>(null);
  const finder = useMemo(() => createLogSearch(text), [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that lines came or grew
  const found = useMemo(() => finder.update(log.lines), [finder, log.lines, log.version]);
  const field = useRef<HTMLInputElement>(null);
  const jump = (number: number | undefined) => {
    if (number === undefined) return;
    setLook((known) => ({ ...known, follow: false }));
    setAt(number);
  };
  const step = (by: 1 | -1) => jump(nextOf(found, at ?? (by === 1 ? -1 : Number.MAX_SAFE_INTEGER), by));
  const toFailure = () => jump(findFailure(log.lines, at ?? -1));
  // What is searched for is looked for at once, from the beginning, and as soon as a line with it has come.
  const isFound = found.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when something else is searched for
  useEffect(() => {
    if (text !== '') jump(bestOf(log.lines, found));
    else setAt(null);
  }, [text, isFound]);
  const type = (typed: string) => {
    setText(typed);
    change({ find: typed || undefined });
  };
  const findResult = useFindResult(execution);
  const line = at === null ? undefined : log.lines[at - (log.lines[0]?.number ?? 0)];
  // Of the line that was jumped to, or the one that one came from.
  const result = (line && findResult(line.text)?.resultId) ?? search.result;
  const toResult = () => result && change({ tab: undefined, result }, false);
  useShortcuts([
    { keys: 'n', what: 'next match', run: () => step(1) },
    { keys: 'N', what: 'match before', run: () => step(-1) },
    { keys: 'f', what: 'next failure', run: toFailure },
    { keys: 'o', what: 'the result that the line tells of', run: toResult },
    { keys: 'w', what: 'wrap lines', run: () => setLook((known) => ({ ...known, wrap: !known.wrap })) },
  ]);
  const several = new Set(execution.groups.map(({ index }) => index)).size > 1 && group === undefined;
  return (
    <section
      aria-label="Log"
      className="flex h-[calc(100vh-7rem)] min-h-96 flex-col overflow-hidden rounded-lg border border-line bg-surface"
    >
      <LogBar
        execution={execution}
        look={look}
        setLook={setLook}
        search={{ field, text, setText: type, found, at, step, toFailure, result }}
      />
      <LogNotice log={log} execution={execution} />
      <LogView
        log={log}
        look={look}
        setLook={setLook}
        found={found}
        at={at}
        several={several}
        findResult={findResult}
      />
    </section>
  );
}
