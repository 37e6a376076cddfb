/** Making a channel, or changing one: what is secret goes in, and never comes out again. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { clientOf } from '../../api/client.ts';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { ShownOnce } from '../../kit/shown-once.tsx';
import {
  type ChannelDraft,
  draftOf,
  emptyDraft,
  isComplete,
  makeSigningKey,
  secretsOf,
  settingsOf,
} from './channel-draft.ts';
import { ChannelFields } from './channel-fields.tsx';
import { KINDS, type Kind, wordsOfKind } from './channel-kinds.ts';
import type { Channel } from './queries.ts';

export function NewChannel({ onClose }: { onClose: () => void }) {
  const { project, api } = useWorkspace();
  const [draft, setDraft] = useState<ChannelDraft>(() => emptyDraft('slack-webhook'));
  const make = useAct({
    run: async (secret: string) => {
      const sent = { ...draft, secret };
      const body = {
        kind: draft.kind,
        name: draft.name.trim(),
        settings: settingsOf(sent),
        secrets: secretsOf(sent) ?? {},
      };
      const { data } = await api.POST('/api/v1/channels', { body: body as never });
      return { channel: data, made: draft.kind === 'webhook' ? secret : null };
    },
    concerns: [keyOf(project, 'channels')],
    said: ({ channel }) => `Channel ${channel.name} is made. Send a test, then let a rule lead to it.`,
    onDone: ({ made }) => {
      if (made === null) onClose();
    },
    refusals: 'here',
  });
  if (make.answer?.made)
    return <KeyMade name={make.answer.channel.name} signingKey={make.answer.made} onClose={onClose} />;
  return (
    <FormDialog
      title="New channel"
      action="Make the channel"
      busy={make.busy}
      error={make.error}
      disabled={!isComplete(draft, 'to be set')}
      onSend={() => make.go(draft.kind === 'webhook' ? makeSigningKey() : draft.secret)}
      onClose={onClose}
    >
      <SelectField
        label="Kind"
        value={draft.kind}
        options={KINDS.map(({ kind, label }) => ({ value: kind, label }))}
        hint={wordsOfKind(draft.kind).explained}
        onChange={({ target }) => setDraft({ ...emptyDraft(target.value as Kind), name: draft.name })}
      />
      <NameField draft={draft} onChange={setDraft} />
      <ChannelFields key={draft.kind} draft={draft} onChange={setDraft} secret="to be set" />
    </FormDialog>
  );
}

export function ChangeChannel({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { channelId, projectId, name, kind } = channel;
  const { project } = useWorkspace();
  const [draft, setDraft] = useState<ChannelDraft>(() => draftOf(channel));
  const change = useAct({
    run: async (secret: string) => {
      const secrets = secretsOf({ ...draft, secret });
      const body = {
        kind,
        name: draft.name.trim(),
        settings: settingsOf(draft),
        ...(secrets ? { secrets } : {}),
      };
      await clientOf(projectId ?? undefined).PATCH('/api/v1/channels/{id}', {
        params: { path: { id: channelId } },
        body: body as never,
      });
      return { made: kind === 'webhook' && secret !== '' ? secret : null };
    },
    concerns: [keyOf(project, 'channels')],
    said: () => `Channel ${draft.name.trim()} is changed.`,
    onDone: ({ made }) => {
      if (made === null) onClose();
    },
    refusals: 'here',
  });
  if (change.answer?.made) return <KeyMade name={name} signingKey={change.answer.made} onClose={onClose} />;
  return (
    <FormDialog
      title={`Channel ${name}`}
      action="Save"
      busy={change.busy}
      error={change.error}
      disabled={!isComplete(draft, 'may stay')}
      onSend={() => change.go(kind === 'webhook' ? '' : draft.secret)}
      onClose={onClose}
    >
      <p className="text-sm text-muted">{wordsOfKind(kind).label}</p>
      <NameField draft={draft} onChange={setDraft} />
      <ChannelFields draft={draft} onChange={setDraft} secret="may stay" />
      {kind === 'webhook' && (
        <div>
          <Button
            busy={change.busy}
            disabled={!isComplete(draft, 'may stay')}
            onClick={() => change.go(makeSigningKey())}
          >
            Save with a new signing key
          </Button>
          <p className="mt-1 text-xs text-muted">For a day the old one signs as well.</p>
        </div>
      )}
    </FormDialog>
  );
}

type DraftProps = { draft: ChannelDraft; onChange: (draft: ChannelDraft) => void };

const NameField = ({ draft, onChange }: DraftProps) => (
  <TextField
    label="Name"
    value={draft.name}
    maxLength={100}
    placeholder="ci of the shop"
    hint="Definitions name channels by it."
    onChange={({ target }) => onChange({ ...draft, name: target.value })}
  />
);

function KeyMade({ name, signingKey, onClose }: { name: string; signingKey: string; onClose: () => void }) {
  return (
    <Dialog title={`Channel ${name}`} onClose={onClose}>
      <ShownOnce
        label="The signing key"
        value={signingKey}
        hint="The receiver checks signatures by it. It is shown this once: nobody can show it again."
      />
      <div className="mt-4 flex justify-end">
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
