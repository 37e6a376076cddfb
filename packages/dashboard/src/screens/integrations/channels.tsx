/** Channels: where notifications go, whether they arrive there, and a test. */
import { useMay, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { plural } from '../../kit/quantities.ts';
import { Cell, Doings, rowClass, Table } from '../../kit/table.tsx';
import { useProjects } from '../../parts/projects.ts';
import { RemoveChannel, TestChannel, TurnChannel } from './channel-actions.tsx';
import { ChangeChannel, NewChannel } from './channel-form.tsx';
import { wordsOfKind } from './channel-kinds.ts';
import { LastDelivery } from './last-delivery.tsx';
import { useOpened } from './open.ts';
import { type Channel, useChannels } from './queries.ts';

export function Channels() {
  const may = useMay('secrets');
  const { what, open, close } = useOpened();
  const found = useChannels();
  if (found.isPending) return <Loading what="channels" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const opened = found.data.find(({ channelId }) => channelId === what);
  return (
    <>
      {found.data.length === 0 ? (
        <NoChannels may={may} open={() => open('new')} />
      ) : (
        <>
          {may && (
            <div className="mb-3 flex justify-end">
              <Button look="primary" onClick={() => open('new')}>
                New channel
              </Button>
            </div>
          )}
          <div className="overflow-hidden rounded-lg border border-line bg-surface">
            <Table
              label="Channels"
              heads={['Name', { wide: 'Kind' }, 'State', { wide: 'Last delivery' }, '']}
            >
              {found.data.map((channel) => (
                <ChannelRow key={channel.channelId} channel={channel} may={may} open={open} />
              ))}
            </Table>
          </div>
        </>
      )}
      {what === 'new' && may && <NewChannel onClose={close} />}
      {opened && may && <ChangeChannel key={opened.channelId} channel={opened} onClose={close} />}
    </>
  );
}

const NoChannels = ({ may, open }: { may: boolean; open: () => void }) => (
  <Empty title="There is no channel yet">
    <p>A channel leads to Slack, mail, a webhook or GitHub. Leads and admins make one here, or by:</p>
    <pre className="mx-auto mt-3 w-fit max-w-full whitespace-pre-wrap rounded-md bg-sunken px-4 py-2 text-left font-mono text-sm text-text">
      gauntlet channel add slack-bot ci --channel C0123456789
    </pre>
    {may && (
      <Button className="mt-3" onClick={open}>
        Make one
      </Button>
    )}
  </Empty>
);

type RowProps = { channel: Channel; may: boolean; open: (what: string) => void };

function ChannelRow({ channel, may, open }: RowProps) {
  const { channelId, name, kind, projectId } = channel;
  const { project } = useWorkspace();
  const names = useProjects();
  return (
    <tr className={rowClass}>
      <Cell className="min-w-36">
        <bdi className="font-medium break-words">{name}</bdi>
        <span className="block text-xs break-all text-muted">{whereOf(channel)}</span>
        {projectId !== null && project === undefined && (
          <Chip tone="accent">project {names.get(projectId) ?? projectId.slice(-8)}</Chip>
        )}
      </Cell>
      <Cell wide="Kind" className="text-muted">
        {wordsOfKind(kind).label}
      </Cell>
      <Cell className="@max-2xl:ml-auto">
        <StateOf channel={channel} />
      </Cell>
      <Cell wide="Last delivery">
        <LastDelivery channelId={channelId} />
      </Cell>
      <Doings>
        {may && (
          <span className="flex flex-wrap justify-end gap-2">
            <TestChannel channel={channel} />
            <TurnChannel channel={channel} />
            <Button data-row onClick={() => open(channelId)} aria-label={`Change ${name}`}>
              Change
            </Button>
            <RemoveChannel channel={channel} />
          </span>
        )}
      </Doings>
    </tr>
  );
}

/** What of the settings tells where it leads. */
function whereOf({ settings }: Channel): string {
  const { to, repository, channel, url } = settings as Record<string, string> & { to?: string[] };
  return to ? (to as readonly string[]).join(', ') : (repository ?? channel ?? url ?? '');
}

function StateOf({ channel: { state, failures, restsUntil, lastError } }: { channel: Channel }) {
  if (state === 'off') return <Chip tone="quiet">– off</Chip>;
  if (failures === 0) return <Chip tone="pass">✓ on</Chip>;
  return (
    <>
      <Chip tone="warn">! {plural(failures, 'failure')} in a row</Chip>
      {restsUntil !== null && (
        <span className="block text-xs text-muted">
          rests, tried again <Ago at={restsUntil} />
        </span>
      )}
      {lastError !== null && (
        <span className="block max-w-xs text-xs break-words text-fail">{lastError}</span>
      )}
    </>
  );
}
