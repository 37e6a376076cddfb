/** Which workspace one looks at: the whole home team, or one project. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { clientOf } from '../api/client.ts';
import { useMe, useWorkspace } from '../api/workspace.tsx';
import { SelectField } from '../kit/field.tsx';

export function WorkspaceSwitch() {
  const { project } = useWorkspace();
  const me = useMe();
  const go = useNavigate();
  const projects = useQuery({
    queryKey: ['projects'],
    queryFn: async ({ signal }) =>
      (await clientOf(undefined).GET('/api/v1/projects', { params: { query: { limit: 200 } }, signal })).data
        .items,
  });
  const known = projects.data ?? [];
  if (known.length === 0 && project === undefined) return null;
  const missing = project !== undefined && !known.some(({ projectId }) => projectId === project);
  return (
    <SelectField
      label="Workspace"
      hideLabel
      value={project ?? ''}
      onChange={(event) => {
        const chosen = event.target.value;
        // What was filtered for in one workspace means nothing in another.
        // Named in any case: what is left out is kept.
        void go({ to: '/', search: { project: chosen === '' ? undefined : chosen } });
      }}
      options={[
        { value: '', label: `Team ${me.teamName}` },
        ...known.map(({ projectId, name }) => ({ value: projectId, label: name })),
        ...(missing ? [{ value: project, label: me.project?.name ?? project }] : []),
      ]}
    />
  );
}
