/** What a rule would tell of an execution that has been, as each of its channels would show it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '../../api/client.ts';
import { clientOf } from '../../api/client.ts';
import { keyOf } from '../../api/workspace.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { SelectField } from '../../kit/field.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { EventChips } from '../../parts/notification-events.tsx';
import type { Rule } from './queries.ts';

const RECENT = 50;

export function Preview({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  return (
    <Dialog title={`Preview of ${rule.name}`} onClose={onClose} wide>
      <Recent rule={rule} />
    </Dialog>
  );
}

function Recent({ rule: { ruleId, projectId, definitionId } }: { rule: Rule }) {
  const project = projectId ?? undefined;
  const [chosen, setChosen] = useState('');
  const found = useQuery({
    queryKey: keyOf(project, 'executions', 'for a preview', definitionId),
    queryFn: async ({ signal }) => {
      const query = { limit: RECENT, ...(definitionId === null ? {} : { definitionId }) };
      return (await clientOf(project).GET('/api/v1/executions', { params: { query }, signal })).data.items;
    },
  });
  if (found.isPending) return <Loading what="executions" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const [newest] = found.data;
  if (!newest)
    return (
      <Empty title="Nothing has been run yet">A preview shows what it would tell of an execution.</Empty>
    );
  return (
    <div className="grid gap-4">
      <SelectField
        label="Of the execution"
        value={chosen || newest.executionId}
        options={found.data.map((execution) => ({
          value: execution.executionId,
          label: labelOf(execution),
        }))}
        onChange={({ target }) => setChosen(target.value)}
      />
      <Told project={project} ruleId={ruleId} executionId={chosen || newest.executionId} />
    </div>
  );
}

const labelOf = ({ name, verdict, status, submittedAt }: Schema['ExecutionSummary']): string =>
  `${name}, ${verdict ?? status}, ${new Date(submittedAt).toLocaleString()}`;

type ToldProps = { project: string | undefined; ruleId: string; executionId: string };

function Told({ project, ruleId, executionId }: ToldProps) {
  const found = useQuery({
    queryKey: keyOf(project, 'notification-rules', ruleId, 'preview', executionId),
    queryFn: async ({ signal }) => {
      const params = { path: { id: ruleId, executionId } };
      return (
        await clientOf(project).GET('/api/v1/notification-rules/{id}/preview/{executionId}', {
          params,
          signal,
        })
      ).data;
    },
  });
  if (found.isPending) return <Loading what="the preview" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { told, why, events, messages } = found.data;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2" role="status">
        {told === 'yes' ? <Chip tone="pass">✓ told</Chip> : <Chip tone="quiet">– not told</Chip>}
        <EventChips events={events} />
        {why !== null && <span>{why}</span>}
      </div>
      {messages.length === 0 && (
        <p className="text-muted">No channel of this rule would show anything of it.</p>
      )}
      {messages.map((message) => (
        <Message key={message.channelId} message={message} />
      ))}
    </>
  );
}

const boxClass =
  'max-h-96 overflow-auto bg-sunken px-3 py-2 font-mono text-xs break-words whitespace-pre-wrap focus-visible:-outline-offset-2';

function Message({ message }: { message: Schema['NotificationPreview']['messages'][number] }) {
  const { channelName, kind, subject, text, body } = message;
  return (
    <section className="min-w-0 overflow-hidden rounded-md border border-line">
      <h3 className="border-b border-line px-3 py-1.5 text-sm font-semibold">
        <bdi>{channelName}</bdi> <span className="font-normal text-muted">{kind}</span>
      </h3>
      {subject !== null && (
        <p className="border-b border-line px-3 py-1.5 text-sm">
          <span className="text-muted">Subject: </span>
          {subject}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <pre tabIndex={0} className={boxClass}>
        {text}
      </pre>
      {body !== null && (
        <details className="border-t border-line">
          <summary className="cursor-pointer px-3 py-1.5 text-sm">What is sent</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
          <pre tabIndex={0} className={boxClass}>
            {JSON.stringify(body, null, 2)}
          </pre>
        </details>
      )}
    </section>
  );
}
