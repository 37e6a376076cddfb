/** One delivery: of what, where to, how far it is, and what went wrong. */
import { Link } from '@tanstack/react-router';
import { useAct } from '../../api/act.ts';
import { clientOf } from '../../api/client.ts';
import { keyOf, useMay, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Ago } from '../../kit/moment.tsx';
import { plural } from '../../kit/quantities.ts';
import { EventChips } from '../../parts/notification-events.tsx';
import { ResponseOf } from './channel-actions.tsx';
import { DeliveryChip } from './delivery-chip.tsx';
import type { Delivery } from './queries.ts';

export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { channel, status, events, attempts, createdAt, nextAttemptAt } = delivery;
  const may = useMay('submit');
  return (
    <div className="@container border-b border-line px-3.5 py-2 hover:bg-sunken">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1 @2xl:grid-cols-[7rem_minmax(0,1fr)_auto_6rem]">
        <span>
          <DeliveryChip status={status} />
        </span>
        <span className="order-last col-span-2 min-w-0 @2xl:order-none @2xl:col-span-1">
          <Title delivery={delivery} />
          <span className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
            <span>
              to <bdi className="font-medium text-text">{channel.name}</bdi>
            </span>
            <EventChips events={events} />
            {attempts > 0 && <span className="tabular-nums">{plural(attempts, 'attempt')}</span>}
            {nextAttemptAt !== null && status === 'failed' && (
              <span>
                next <Ago at={nextAttemptAt} />
              </span>
            )}
          </span>
          <Trouble delivery={delivery} />
        </span>
        <span className="order-last col-span-2 justify-self-end @max-2xl:empty:hidden @2xl:order-none @2xl:col-span-1">
          {may && status === 'dead' && <Replay delivery={delivery} />}
        </span>
        <span className="text-right text-sm text-muted">
          <Ago at={createdAt} />
        </span>
      </div>
    </div>
  );
}

function Title({ delivery: { title, executionId, projectId } }: { delivery: Delivery }) {
  if (executionId === null)
    return (
      <span className="block truncate font-medium" title={title}>
        {title}
      </span>
    );
  return (
    <Link
      to="/executions/$id"
      params={{ id: executionId }}
      search={{ project: projectId ?? undefined } as { project?: string }}
      data-row
      title={title}
      className="block truncate font-medium text-text"
    >
      {title}
    </Link>
  );
}

function Trouble({ delivery: { lastError, response, status } }: { delivery: Delivery }) {
  if (lastError === null && response === null) return null;
  return (
    <>
      {lastError !== null && status !== 'delivered' && (
        <p className="mt-1 text-sm break-words text-fail">{lastError}</p>
      )}
      {response !== null && (
        <details className="mt-1 text-sm">
          <summary className="w-fit cursor-pointer text-xs text-muted">Answer: {response.status}</summary>
          <div className="mt-1">
            <ResponseOf response={response} />
          </div>
        </details>
      )}
    </>
  );
}

function Replay({ delivery: { deliveryId, projectId, title } }: { delivery: Delivery }) {
  const { project } = useWorkspace();
  const replay = useAct({
    run: () =>
      clientOf(projectId ?? undefined).POST('/api/v1/deliveries/{id}/replay', {
        params: { path: { id: deliveryId } },
      }),
    concerns: [keyOf(project, 'deliveries'), keyOf(project, 'channels')],
    said: () => 'It is tried again.',
  });
  return (
    <Button busy={replay.busy} onClick={() => replay.go(undefined)} aria-label={`Replay: ${title}`}>
      Replay
    </Button>
  );
}
