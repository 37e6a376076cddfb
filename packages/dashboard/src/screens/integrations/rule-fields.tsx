/** The fields of a rule: of what, to whom, when. */
import { Choices } from '../../kit/choices.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import { NOTIFICATION_EVENTS } from '../../parts/notification-events.tsx';
import { useChannelsFor, useDefinitions } from './queries.ts';
import { QuietFields } from './quiet-fields.tsx';
import type { RuleDraft } from './rule-draft.ts';

type Props = { draft: RuleDraft; onChange: (draft: RuleDraft) => void; projectId: string | null };

const INBOXES = [
  { value: 'nobody', label: "Nobody's" },
  { value: 'submitter', label: "The submitter's" },
  { value: 'team', label: "Everybody's of the team" },
];

export function RuleFields({ draft, onChange, projectId }: Props) {
  const change = (part: Partial<RuleDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <TextField
        label="Name"
        value={draft.name}
        maxLength={100}
        onChange={({ target }) => change({ name: target.value })}
      />
      <Choices
        label="It tells of"
        options={NOTIFICATION_EVENTS}
        chosen={draft.events}
        onChange={(events) => change({ events })}
      />
      <ChannelChoices draft={draft} onChange={onChange} projectId={projectId} />
      <SelectField
        label="Inbox"
        value={draft.inbox}
        options={INBOXES}
        onChange={({ target }) => change({ inbox: target.value as RuleDraft['inbox'] })}
      />
      <DefinitionField draft={draft} onChange={onChange} projectId={projectId} />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="Branches (may be left out)"
          value={draft.branches}
          placeholder="main, release/*"
          hint="Any of them."
          spellCheck={false}
          onChange={({ target }) => change({ branches: target.value })}
        />
        <TextField
          label="Tags (may be left out)"
          value={draft.tags}
          placeholder="suite=nightly"
          hint="All of them; * stands for any signs."
          spellCheck={false}
          onChange={({ target }) => change({ tags: target.value })}
        />
      </div>
      <Limits draft={draft} onChange={onChange} />
      <TextField
        label="The same only once in (minutes)"
        type="number"
        min={0}
        max={10_080}
        value={draft.dedupeMinutes}
        placeholder="each time"
        hint="Of the same definition and branch."
        onChange={({ target }) => change({ dedupeMinutes: target.value })}
      />
      <QuietFields quiet={draft.quiet} onChange={(quiet) => change({ quiet })} />
    </>
  );
}

function ChannelChoices({ draft, onChange, projectId }: Props) {
  const channels = useChannelsFor(projectId);
  const unseen = draft.channelIds.filter((id) => !channels.some(({ channelId }) => channelId === id));
  if (channels.length === 0 && unseen.length === 0)
    return <p className="text-sm text-muted">There is no channel yet: it can tell inboxes.</p>;
  return (
    <Choices
      label="Through"
      options={[
        ...channels.map(({ channelId, name, kind, state }) => ({
          value: channelId,
          text: name,
          hint: state === 'off' ? `${kind}, off` : kind,
        })),
        ...unseen.map((id) => ({ value: id, text: "a channel of the team's" })),
      ]}
      chosen={draft.channelIds}
      onChange={(channelIds) => onChange({ ...draft, channelIds })}
    />
  );
}

function DefinitionField({ draft, onChange, projectId }: Props) {
  const found = useDefinitions();
  const fitting = (found.data ?? []).filter(
    (definition) => projectId === null || definition.projectId === projectId,
  );
  const isListed =
    draft.definitionId === '' || fitting.some((one) => one.definitionId === draft.definitionId);
  return (
    <SelectField
      label="Definition"
      value={draft.definitionId}
      options={[
        { value: '', label: 'All of them' },
        ...fitting.map(({ definitionId, name }) => ({ value: definitionId, label: name })),
        ...(isListed ? [] : [{ value: draft.definitionId, label: 'As it is set' }]),
      ]}
      onChange={({ target }) => onChange({ ...draft, definitionId: target.value })}
    />
  );
}

/** Of `slow` and `quota`, where they are told of. */
function Limits({ draft, onChange }: Omit<Props, 'projectId'>) {
  const change = (part: Partial<RuleDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      {draft.events.includes('slow') && (
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label="Slow: by (%)"
            type="number"
            min={1}
            max={10_000}
            value={draft.slowerByPercent}
            placeholder={draft.slowerThanSeconds === '' ? '50' : 'does not count'}
            hint="Than the median of the last green runs."
            onChange={({ target }) => change({ slowerByPercent: target.value })}
          />
          <TextField
            label="Slow: longer than (seconds)"
            type="number"
            min={1}
            max={604_800}
            value={draft.slowerThanSeconds}
            hint="In any case."
            onChange={({ target }) => change({ slowerThanSeconds: target.value })}
          />
        </div>
      )}
      {draft.events.includes('quota') && (
        <TextField
          label="Quota: from (%)"
          type="number"
          min={1}
          max={100}
          value={draft.quotaPercent}
          placeholder="80"
          onChange={({ target }) => change({ quotaPercent: target.value })}
        />
      )}
    </>
  );
}
