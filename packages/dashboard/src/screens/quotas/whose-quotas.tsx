/** Whose quotas are shown: chosen by those who look after others. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { HOME, keyOf, useMayAtHome } from '../../api/workspace.tsx';
import { SelectField } from '../../kit/field.tsx';

const MOST = 500;

export function WhoseQuotas({ team, user }: { team: string | undefined; user: string | undefined }) {
  const go = useNavigate({ from: '/quotas' });
  const [mayTeam, mayAll] = [useMayAtHome('team'), useMayAtHome('admin')];
  const teams = useQuery({
    queryKey: keyOf(undefined, 'teams', 'all'),
    queryFn: async ({ signal }) =>
      (await HOME.api.GET('/api/v1/teams', { params: { query: { limit: MOST } }, signal })).data.items,
    enabled: mayAll,
  });
  const people = useQuery({
    queryKey: keyOf(undefined, 'people', 'all', team),
    queryFn: async ({ signal }) => {
      const query = { limit: MOST, ...(team ? { teamId: team } : {}) };
      return (await HOME.api.GET('/api/v1/users', { params: { query }, signal })).data.items;
    },
    enabled: mayTeam,
  });
  if (!mayTeam) return null;
  const set = (kind: 'team' | 'user', chosen: string) =>
    void go({
      search: ({ project, team: before }) => ({
        ...(project ? { project } : {}),
        ...(kind === 'user' && before ? { team: before } : {}),
        ...(chosen === '' ? {} : { [kind]: chosen }),
      }),
    });
  return (
    <>
      {mayAll && (
        <SelectField
          label="Team"
          hideLabel
          className="max-w-56"
          value={team ?? ''}
          onChange={({ target }) => set('team', target.value)}
          options={[
            { value: '', label: 'My team' },
            ...(teams.data ?? []).map(({ teamId, name }) => ({ value: teamId, label: `Team ${name}` })),
          ]}
        />
      )}
      <SelectField
        label="Person"
        hideLabel
        className="max-w-56"
        value={user ?? ''}
        onChange={({ target }) => set('user', target.value)}
        options={[
          { value: '', label: 'The team as a whole' },
          ...(people.data ?? []).map(({ userId, username }) => ({ value: userId, label: username })),
        ]}
      />
    </>
  );
}
