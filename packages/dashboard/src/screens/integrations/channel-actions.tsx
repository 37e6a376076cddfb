/** What is done with a channel: a test, turning it on and off, removing it. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { clientOf } from '../../api/client.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm, Dialog } from '../../kit/dialog.tsx';
import { Refusal } from '../../kit/form.tsx';
import { Chip } from '../../kit/outcome.tsx';
import type { Channel } from './queries.ts';

type Props = { channel: Channel };

const doorOf = ({ channelId, projectId }: Channel) => ({
  api: clientOf(projectId ?? undefined),
  params: { path: { id: channelId } },
});

export function TestChannel({ channel }: Props) {
  const { project } = useWorkspace();
  const { api, params } = doorOf(channel);
  const [shown, setShown] = useState(false);
  const test = useAct({
    run: async () => (await api.POST('/api/v1/channels/{id}/test', { params })).data,
    concerns: [keyOf(project, 'channels')],
    refusals: 'here',
  });
  const send = () => {
    setShown(true);
    test.go(undefined);
  };
  return (
    <>
      <Button onClick={send} aria-label={`Send a test through ${channel.name}`}>
        Test
      </Button>
      {shown && (
        <Dialog title={`Test through ${channel.name}`} onClose={() => setShown(false)}>
          <div role="status" className="grid gap-3">
            {test.busy && <p className="text-muted">Sending, and waiting for the answer …</p>}
            {!test.busy && test.answer && <TestAnswer answer={test.answer} />}
          </div>
          {!test.busy && <Refusal error={test.error} />}
          <div className="mt-4 flex justify-end gap-2">
            <Button busy={test.busy} onClick={() => test.go(undefined)}>
              Send again
            </Button>
            <Button look="primary" onClick={() => setShown(false)}>
              Done
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

type Answer = { outcome: 'delivered' | 'failed'; message: string | null } & {
  response: { status: string; head: string } | null;
};

function TestAnswer({ answer: { outcome, message, response } }: { answer: Answer }) {
  return (
    <>
      <p>
        {outcome === 'delivered' ? <Chip tone="pass">✓ delivered</Chip> : <Chip tone="fail">✗ failed</Chip>}
      </p>
      {message !== null && <p className="break-words">{message}</p>}
      {response !== null && <ResponseOf response={response} />}
    </>
  );
}

export const ResponseOf = ({
  response: { status, head },
}: {
  response: { status: string; head: string };
}) => (
  <div className="min-w-0 text-sm">
    <p className="text-muted">
      The receiver answered <b className="text-text">{status}</b>
    </p>
    {head !== '' && (
      <pre className="mt-1 rounded-md bg-sunken px-3 py-2 font-mono text-xs break-words whitespace-pre-wrap">
        {head}
      </pre>
    )}
  </div>
);

export function TurnChannel({ channel }: Props) {
  const { project } = useWorkspace();
  const { api, params } = doorOf(channel);
  const to = channel.state === 'on' ? 'off' : 'on';
  const set = (state: 'on' | 'off') =>
    api.PATCH('/api/v1/channels/{id}', { params, body: { kind: channel.kind, state } as never });
  const turn = useAct({
    run: () => set(to),
    concerns: [keyOf(project, 'channels')],
    said: () =>
      to === 'off'
        ? `${channel.name} is off: nothing goes through it, and nothing is kept for it.`
        : `${channel.name} is on.`,
    undo: () => () => set(channel.state),
  });
  return (
    <Button busy={turn.busy} onClick={() => turn.go(undefined)} aria-label={`Turn ${to}: ${channel.name}`}>
      Turn {to}
    </Button>
  );
}

export function RemoveChannel({ channel }: Props) {
  const { project } = useWorkspace();
  const { api, params } = doorOf(channel);
  const [asked, setAsked] = useState(false);
  const remove = useAct({
    run: () => api.DELETE('/api/v1/channels/{id}', { params }),
    concerns: [
      keyOf(project, 'channels'),
      keyOf(project, 'notification-rules'),
      keyOf(project, 'deliveries'),
    ],
    said: () => `Channel ${channel.name} is removed.`,
    onDone: () => setAsked(false),
  });
  return (
    <>
      <Button look="danger" onClick={() => setAsked(true)} aria-label={`Remove ${channel.name}`}>
        Remove
      </Button>
      {asked && (
        <Confirm
          title="Remove this channel?"
          action="Remove"
          busy={remove.busy}
          onYes={() => remove.go(undefined)}
          onClose={() => setAsked(false)}
        >
          Nothing goes through <b>{channel.name}</b> any more, and its deliveries go with it. What it was
          trusted with cannot be brought back.
        </Confirm>
      )}
    </>
  );
}
