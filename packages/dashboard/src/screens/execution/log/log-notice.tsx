/** What is to be known of the log besides its lines. */
import { useWorkspace } from '../../../api/workspace.tsx';
import { Button } from '../../../kit/button.tsx';
import { describeFailure } from '../../../kit/notice.tsx';
import { formatCount } from '../../../kit/quantities.ts';
import type { Execution } from '../queries.ts';
import { useExecutionSearch } from '../use-search.ts';
import { textAddress } from './text-address.ts';
import type { Log } from './use-log.ts';

export function LogNotice({ log, execution }: { log: Log; execution: Execution }) {
  const { search } = useExecutionSearch();
  const { project } = useWorkspace();
  const { dropped, state, goOn, lines } = log;
  if (state.kind === 'failing')
    return <Line tone="text-fail">{describeFailure(state.error).title}; it is tried again …</Line>;
  return (
    <>
      {dropped > 0 && (
        <Line tone="text-muted">
          The first {formatCount(dropped)} lines are not kept on this page.{' '}
          <a
            href={textAddress(execution.executionId, { ...search, project })}
            target="_blank"
            rel="noreferrer"
          >
            Open all as text
          </a>
        </Line>
      )}
      {state.kind === 'resting' && (
        <Line tone="text-muted">
          This log is long: {formatCount(lines.length + dropped)} lines were read, and more follow.{' '}
          <Button onClick={goOn}>Read on</Button>
        </Line>
      )}
    </>
  );
}

const Line = ({ tone, children }: { tone: string; children: React.ReactNode }) => (
  <p role="status" className={`border-b border-line bg-sunken px-3 py-1 text-sm ${tone}`}>
    {children}
  </p>
);
