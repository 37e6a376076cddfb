/** Which team: chosen by those who look after all of them; others have but their own. */
import { useQuery } from '@tanstack/react-query';
import { HOME, keyOf, useMayAtHome } from '../../api/workspace.tsx';
import { SelectField } from '../../kit/field.tsx';

type Props = { value: string; onChange: (teamId: string) => void; own?: string };

export function TeamField({ value, onChange, own = 'My own team' }: Props) {
  const mayChoose = useMayAtHome('admin');
  const teams = useQuery({
    queryKey: keyOf(undefined, 'teams', 'active'),
    queryFn: async ({ signal }) => {
      const query = { limit: 500, active: 'true' } as const;
      return (await HOME.api.GET('/api/v1/teams', { params: { query: query as never }, signal })).data.items;
    },
    enabled: mayChoose,
  });
  if (!mayChoose) return null;
  return (
    <SelectField
      label="Team"
      value={value}
      onChange={({ target }) => onChange(target.value)}
      options={[
        { value: '', label: own },
        ...(teams.data ?? []).map(({ teamId, name }) => ({ value: teamId, label: name })),
      ]}
    />
  );
}
