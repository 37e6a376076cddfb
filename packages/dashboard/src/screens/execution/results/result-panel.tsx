/** One result whole: message, difference, stack, output and what it left. Beside the list, or over its foot. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspace } from '../../../api/workspace.tsx';
import { AnsiText } from '../../../kit/ansi-text.tsx';
import { Button, buttonClass } from '../../../kit/button.tsx';
import { useShortcuts } from '../../../kit/keys.ts';
import { When } from '../../../kit/moment.tsx';
import { Failure, Loading } from '../../../kit/notice.tsx';
import { Chip, lookOfResult, OutcomeChip } from '../../../kit/outcome.tsx';
import { formatDuration, plural } from '../../../kit/quantities.ts';
import { ScrollBox } from '../../../kit/scroll-box.tsx';
import { type Execution, type Result, resultQuery } from '../queries.ts';
import { Assertions } from './assertions.tsx';
import { CodeFrame } from './code-frame.tsx';
import { Part } from './part.tsx';
import { ResultArtifacts } from './result-artifacts.tsx';
import { Stack } from './stack-view.tsx';
import type { Selection } from './use-selection.ts';

type Props = { execution: Execution; resultId: string; open: Selection };

export function ResultPanel({ execution, resultId, open }: Props) {
  const found = useQuery(resultQuery(useWorkspace(), execution.executionId, resultId));
  return (
    <section
      aria-label="The open result"
      data-over-foot
      className="fixed inset-x-0 bottom-0 z-20 max-h-[70vh] overflow-y-auto border-t-2 border-accent bg-surface shadow-2xl xl:sticky xl:top-3 xl:max-h-[calc(100vh-1.5rem)] xl:rounded-lg xl:border xl:border-line xl:shadow-none"
    >
      <div className="sticky top-0 z-10 flex items-center gap-1 border-b border-line bg-surface px-3 py-1">
        <Step label="Previous result" keyName="K" sign="↑" to={open.before} go={open.go} />
        <Step label="Next result" keyName="J" sign="↓" to={open.after} go={open.go} />
        <Button look="quiet" className="ml-auto" title="Key Esc" onClick={() => open.go(undefined)}>
          ✕ <span className="sr-only">Close the result</span>
        </Button>
      </div>
      {found.isPending && <Loading what="the result" />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Opened execution={execution} result={found.data} />}
    </section>
  );
}

type StepProps = {
  label: string;
  keyName: string;
  sign: string;
  to: string | undefined;
  go: Selection['go'];
};

const Step = ({ label, keyName, sign, to, go }: StepProps) => (
  <Button
    look="quiet"
    aria-label={label}
    title={`${label} (key ${keyName})`}
    disabled={!to}
    onClick={() => go(to)}
  >
    {sign}
  </Button>
);

function Opened({ execution, result }: { execution: Execution; result: Result }) {
  const {
    name,
    suite,
    file,
    line,
    status,
    flaky,
    durationMs,
    executedAt,
    attempt,
    retries,
    message,
    stack,
    output,
    tags,
  } = result;
  const failed = status === 'failed' || status === 'error';
  return (
    <div className="space-y-4 px-4 py-3">
      <div>
        {suite.length > 0 && <p className="text-sm break-words text-muted">{suite.join(' › ')}</p>}
        <h2 className="text-base font-semibold break-words">{name}</h2>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
          <OutcomeChip look={lookOfResult(status, flaky)} />
          <span className="tabular-nums">{formatDuration(durationMs)}</span>
          <When at={executedAt} />
          {attempt > 0 && <span>attempt {attempt + 1} of the execution</span>}
          {retries > 0 && <span>{plural(retries, 'retry', 'retries')}</span>}
          {result.quarantined && <Chip tone="warn">in quarantine, not counted</Chip>}
          {result.project && <span>{result.project}</span>}
          {tags.map((tag) => (
            <span key={tag} className="rounded bg-quiet-soft px-1.5">
              {tag}
            </span>
          ))}
        </p>
        {file && (
          <p className="mt-1 font-mono text-xs break-all text-muted">
            {file}
            {line !== null && `:${line}`}
          </p>
        )}
      </div>
      <Ways result={result} />
      {message && (
        <Part title="Message">
          <Pre label="Words of the message" tone={failed ? 'bg-fail-soft' : 'bg-sunken'}>
            <AnsiText text={message} />
          </Pre>
        </Part>
      )}
      <Assertions assertions={result.assertions} message={message} />
      <CodeFrame execution={execution} result={result} />
      {stack && <Stack stack={stack} message={message} />}
      <ResultArtifacts artifacts={result.artifacts} />
      {output && (
        <Part title="Output">
          <Pre label="What it printed" tone="bg-sunken">
            <AnsiText text={output} />
          </Pre>
        </Part>
      )}
    </div>
  );
}

/** From here to its past, and to where it stands in the log. */
function Ways({ result: { testCaseId, name } }: { result: Result }) {
  const go = useNavigate({ from: '/executions/$id' });
  const inLog = { tab: 'logs', find: name, group: undefined, stream: undefined } as const;
  useShortcuts([
    {
      keys: 'l',
      what: 'the open result in the log',
      run: () => void go({ search: (known) => ({ ...known, ...inLog }) as never }),
    },
    {
      keys: 'h',
      what: 'the history of the open result',
      run: () => void go({ to: '/tests/$id', params: { id: testCaseId } }),
    },
  ]);
  return (
    <p className="flex flex-wrap gap-2">
      <Link
        from="/executions/$id"
        search={(known) => ({ ...known, ...inLog }) as never}
        title="Key l"
        className={buttonClass()}
      >
        Show in log
      </Link>
      <Link to="/tests/$id" params={{ id: testCaseId }} title="Key h" className={buttonClass()}>
        History of this test
      </Link>
    </p>
  );
}

const Pre = ({ label, tone, children }: { label: string; tone: string; children: ReactNode }) => (
  <ScrollBox
    label={label}
    className={`max-h-96 overflow-auto rounded-md px-3 py-2 font-mono text-xs leading-5 break-words whitespace-pre-wrap ${tone}`}
  >
    {children}
  </ScrollBox>
);
