/** Whose a cause is and what is known of it. */
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useAct } from '../../api/act.ts';
import { useMe, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import { Refusal } from '../../kit/form.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Panel } from '../../kit/panel.tsx';
import type { CauseStatus } from './address.ts';
import { CauseChip, UntilWhen } from './cause-chip.tsx';
import { type Cause, causeKey, causesKey } from './cause-query.ts';
import { changeOf, type Draft, dayOf, draftOf, type TriageChange } from './triage-draft.ts';

const STATUSES = [
  { value: 'open', label: 'Open' },
  { value: 'known-issue', label: 'Known issue' },
  { value: 'fixed', label: 'Fixed' },
  { value: 'ignored', label: 'Ignored' },
];

const MEANINGS: Readonly<Record<CauseStatus, string>> = {
  open: 'Nobody has said that it is known or done.',
  'known-issue': 'It still fails its executions. From the day on it is shown as open again.',
  fixed: 'Seen again in a later execution, it opens again by itself.',
  ignored: 'Not worth a look. It still fails its executions.',
};

export function Triage({ cause, mayChange }: { cause: Cause; mayChange: boolean }) {
  const { link, updatedAt, updatedBy } = cause;
  return (
    <Panel
      title="Triage"
      side={
        updatedAt !== null && (
          <>
            <Ago at={updatedAt} />
            {updatedBy !== null && (
              <>
                {' '}
                by <bdi>{updatedBy}</bdi>
              </>
            )}
          </>
        )
      }
    >
      <div className="grid gap-3 px-3.5 py-3">
        {link !== null && <IssueLink link={link} />}
        {mayChange ? <TriageForm cause={cause} /> : <Said cause={cause} />}
      </div>
    </Panel>
  );
}

/** The server takes no other addresses; neither does the page. */
const IssueLink = ({ link }: { link: string }) =>
  /^https?:\/\//i.test(link) && (
    <a href={link} target="_blank" rel="noreferrer" className="text-sm break-all">
      {link} <span className="sr-only">(opens a new tab)</span>
    </a>
  );

function Said({ cause }: { cause: Cause }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      <dt className="text-muted">Status</dt>
      <dd>
        <CauseChip {...cause} /> <UntilWhen {...cause} />
      </dd>
      <dt className="text-muted">Owner</dt>
      <dd>{cause.owner === null ? 'nobody' : <bdi>{cause.owner.username}</bdi>}</dd>
    </dl>
  );
}

function TriageForm({ cause }: { cause: Cause }) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  // Only what was touched: the rest stays what others make of it meanwhile.
  const [touched, setTouched] = useState<Partial<Draft>>({});
  const draft = { ...draftOf(cause), ...touched };
  const change = changeOf(cause, draft);
  const touch = (part: Partial<Draft>) => setTouched((known) => ({ ...known, ...part }));
  const params = { path: { id: cause.causeId } };
  const save = useAct({
    run: async (body: TriageChange) =>
      (await workspace.api.PATCH('/api/v1/failure-causes/{id}', { params, body })).data,
    concerns: [causesKey(workspace)],
    said: () => 'It is noted. No verdict changes by it.',
    onDone: (now) => {
      queries.setQueryData(causeKey(workspace, cause.causeId), now);
      setTouched({});
    },
    refusals: 'here',
  });
  const nothing = Object.keys(change).length === 0;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!nothing && !save.busy) save.go(change);
  };
  return (
    <form onSubmit={send} className="grid gap-3">
      <StatusFields draft={draft} touch={touch} />
      <OwnerField owner={draft.owner} touch={touch} />
      <TextField
        label="Link"
        type="url"
        placeholder="https://issues.example/7"
        hint="Of an issue or a runbook."
        spellCheck={false}
        value={draft.link}
        onChange={({ target }) => touch({ link: target.value.trim() })}
      />
      <Refusal error={save.error} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={save.busy} disabled={nothing}>
          Save
        </Button>
      </div>
    </form>
  );
}

type Touch = (part: Partial<Draft>) => void;

function StatusFields({ draft: { status, until }, touch }: { draft: Draft; touch: Touch }) {
  return (
    <>
      <SelectField
        label="Status"
        value={status}
        options={STATUSES}
        hint={MEANINGS[status]}
        onChange={({ target }) => touch({ status: target.value as CauseStatus })}
      />
      {status === 'known-issue' && (
        <TextField
          label="Until"
          type="date"
          min={dayOf(new Date().toISOString())}
          hint="The day is part of it. Left empty: for good."
          value={until}
          onChange={({ target }) => touch({ until: target.value })}
        />
      )}
    </>
  );
}

function OwnerField({ owner, touch }: { owner: string; touch: Touch }) {
  const { username } = useMe();
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <TextField
          label="Owner"
          placeholder="user name, or nobody"
          spellCheck={false}
          value={owner}
          onChange={({ target }) => touch({ owner: target.value.trim() })}
        />
      </div>
      <Button disabled={owner === username} onClick={() => touch({ owner: username })}>
        Assign to me
      </Button>
    </div>
  );
}
