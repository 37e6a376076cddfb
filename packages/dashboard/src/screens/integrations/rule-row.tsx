/** One rule in the list: of what it tells, whom, and when. */
import { useQuery } from '@tanstack/react-query';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { Cell, Doings, rowClass } from '../../kit/table.tsx';
import { EventChips } from '../../parts/notification-events.tsx';
import { useProjects } from '../../parts/projects.ts';
import { type Rule, useChannels } from './queries.ts';
import { RemoveRule, TurnRule } from './rule-actions.tsx';
import { inWords } from './rule-words.ts';

type RowProps = { rule: Rule; may: boolean; open: (what: string, show?: 'preview') => void };

export function RuleRow({ rule, may, open }: RowProps) {
  const { ruleId, name, events, projectId, state, definitionId } = rule;
  const { project } = useWorkspace();
  const names = useProjects();
  return (
    <tr className={rowClass}>
      <Cell>
        <bdi className="font-medium break-words">{name}</bdi>
        <span className="mt-0.5 flex flex-wrap gap-1">
          {state === 'off' && <Chip tone="quiet">– off</Chip>}
          {projectId !== null && project === undefined && (
            <Chip tone="accent">project {names.get(projectId) ?? projectId.slice(-8)}</Chip>
          )}
        </span>
      </Cell>
      <Cell>
        <EventChips events={events} />
      </Cell>
      <Cell wide="To">
        <ToWhom rule={rule} />
      </Cell>
      <Cell wide="When" className="text-muted">
        {definitionId !== null && <OfDefinition definitionId={definitionId} />}
        {inWords(rule).map((words) => (
          <span key={words} className="block break-words">
            {words}
          </span>
        ))}
      </Cell>
      <Doings>
        <span className="flex flex-wrap justify-end gap-2">
          <Button data-row onClick={() => open(ruleId, 'preview')} aria-label={`Preview of ${name}`}>
            Preview
          </Button>
          {may && (
            <>
              <TurnRule rule={rule} />
              <Button onClick={() => open(ruleId)} aria-label={`Change ${name}`}>
                Change
              </Button>
              <RemoveRule rule={rule} />
            </>
          )}
        </span>
      </Doings>
    </tr>
  );
}

const INBOXES = { nobody: null, submitter: 'inbox of the submitter', team: "everybody's inbox" } as const;

function ToWhom({ rule: { channelIds, inbox } }: { rule: Rule }) {
  const known = new Map(useChannels().data?.map(({ channelId, name }) => [channelId, name]));
  const names = channelIds.map((id) => known.get(id) ?? "a channel of the team's");
  const told = [...names, ...(INBOXES[inbox] === null ? [] : [INBOXES[inbox]])];
  return told.length === 0 ? <Chip tone="warn">! nobody</Chip> : <bdi>{told.join(', ')}</bdi>;
}

function OfDefinition({ definitionId: id }: { definitionId: string }) {
  const { project, api } = useWorkspace();
  const found = useQuery({
    queryKey: keyOf(project, 'definition', id),
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/definitions/{id}', { params: { path: { id } }, signal })).data,
  });
  return <bdi className="block">{found.data?.name ?? 'one definition'}</bdi>;
}
