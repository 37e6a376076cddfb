/** Which definition is run: of the last changed ones, or those of a name that is searched for. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { SelectField } from '../../kit/field.tsx';
import { Failure } from '../../kit/notice.tsx';
import { TypedSearch } from '../../kit/typed-search.tsx';
import { useProjects } from '../../parts/projects.ts';

const OFFERED = 200;

type Props = { value: string; onChange: (definitionId: string) => void };

export function DefinitionField({ value, onChange }: Props) {
  const { project, api } = useWorkspace();
  const [search, setSearch] = useState<string | undefined>();
  const projects = useProjects();
  const found = useQuery({
    queryKey: keyOf(project, 'definitions', 'to schedule', search),
    queryFn: async ({ signal }) => {
      const query = { limit: OFFERED, ...(search === undefined ? {} : { search }) };
      return (await api.GET('/api/v1/definitions', { params: { query }, signal })).data;
    },
    placeholderData: keepPreviousData,
  });
  const chosen = useChosen(value);
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const offered = found.data?.items ?? [];
  const known = chosen === undefined || offered.some(({ definitionId }) => definitionId === value);
  const definitions = known ? offered : [chosen, ...offered];
  const placeOf = (projectId: string | null) =>
    projectId === null || project !== undefined ? '' : ` (project ${projects.get(projectId) ?? '…'})`;
  return (
    <div className="grid gap-2">
      {(search !== undefined || (found.data?.nextCursor ?? null) !== null) && (
        <TypedSearch label="Part of the definition's name" value={search} set={setSearch} />
      )}
      <SelectField
        label="Definition"
        value={value}
        options={[
          { value: '', label: found.isPending ? 'Loading …' : 'Choose one' },
          ...definitions.map(({ definitionId, name, projectId }) => ({
            value: definitionId,
            label: `${name}${placeOf(projectId)}`,
          })),
        ]}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}

/** One that is chosen stays chosen, whatever else is searched for. */
function useChosen(id: string) {
  const { project, api } = useWorkspace();
  return useQuery({
    queryKey: keyOf(project, 'definition', id),
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/definitions/{id}', { params: { path: { id } }, signal })).data,
    enabled: id !== '',
  }).data;
}
