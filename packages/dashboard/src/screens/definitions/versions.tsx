/** The versions of a definition, and what changed from one to another. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { keyOf, useMay, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { When } from '../../kit/moment.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { Panel } from '../../kit/panel.tsx';
import { DiffView } from './diff-view.tsx';
import { textOfBody } from './editor/text-of-body.ts';

type Version = Schema['DefinitionVersionList']['items'][number];
type Definition = Schema['Definition'];

export function Versions({ definition }: { definition: Definition }) {
  const { definitionId } = definition;
  const { project, api } = useWorkspace();
  const { version, against } = useSearch({ from: '/definitions/$id' });
  const found = useQuery({
    queryKey: keyOf(project, 'definition', definitionId, 'versions', definition.version),
    queryFn: async ({ signal }) => {
      const params = { path: { id: definitionId } };
      return (await api.GET('/api/v1/definitions/{id}/versions', { params, signal })).data.items;
    },
  });
  if (found.isPending) return <Loading what="versions" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const versions = found.data;
  const later = versions.find((one) => one.version === version) ?? versions[0];
  const earlier = versions.find((one) => one.version === (against ?? (later?.version ?? 0) - 1));
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[18rem_minmax(0,1fr)]">
      <Panel title="Versions">
        <ol aria-label="Versions, the newest first" className="max-h-[70vh] overflow-y-auto">
          {versions.map((one) => (
            <VersionRow key={one.version} version={one} shown={one === later} newest={definition.version} />
          ))}
        </ol>
      </Panel>
      {later && (
        <Compared definition={definition} versions={versions} later={later} earlier={earlier ?? null} />
      )}
    </div>
  );
}

type RowProps = { version: Version; shown: boolean; newest: number };

function VersionRow({ version: { version, createdAt, createdBy }, shown, newest }: RowProps) {
  return (
    <li className="border-b border-line last:border-0">
      <Link
        to="."
        search={(known: object) => ({ ...known, version, against: undefined }) as never}
        replace
        data-row
        aria-current={shown ? 'true' : undefined}
        className={`block px-3.5 py-2 text-text hover:no-underline focus-visible:-outline-offset-2 ${shown ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
      >
        <span className="flex items-center gap-2 font-medium">
          Version {version} {version === newest && <Chip tone="accent">newest</Chip>}
        </span>
        <span className="block text-xs text-muted">
          <When at={createdAt} />
          {createdBy && (
            <>
              {' '}
              by <bdi>{createdBy}</bdi>
            </>
          )}
        </span>
      </Link>
    </li>
  );
}

type ComparedProps = {
  definition: Definition;
  versions: readonly Version[];
  later: Version;
  earlier: Version | null;
};

function Compared({ definition, versions, later, earlier }: ComparedProps) {
  const [before, after] = useMemo(
    () => [earlier ? textOfBody(earlier.body) : '', textOfBody(later.body)],
    [earlier, later],
  );
  return (
    <Panel
      title={
        earlier
          ? `What changed from version ${earlier.version} to ${later.version}`
          : `Version ${later.version}`
      }
      side={
        <span className="flex flex-wrap items-center gap-2">
          <Against versions={versions} later={later} earlier={earlier} />
          {later.version !== definition.version && <TakeUpAgain definition={definition} version={later} />}
        </span>
      }
    >
      <DiffView before={before} after={after} compared={earlier !== null} />
    </Panel>
  );
}

function Against({ versions, later, earlier }: Omit<ComparedProps, 'definition'>) {
  const others = versions.filter(({ version }) => version < later.version);
  if (others.length < 2) return null;
  return (
    <details className="relative">
      <summary className="text-accent">compare with …</summary>
      <ul className="absolute right-0 z-10 mt-1 max-h-64 w-40 overflow-y-auto rounded-md border border-line bg-surface py-1 shadow-lg">
        {others.map(({ version }) => (
          <li key={version}>
            <Link
              to="."
              search={(known: object) => ({ ...known, version: later.version, against: version }) as never}
              replace
              className={`block px-3 py-1 ${version === earlier?.version ? 'font-semibold' : ''}`}
            >
              Version {version}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}

function TakeUpAgain({
  definition: { definitionId, version: expected },
  version: { version, body },
}: {
  definition: Definition;
  version: Version;
}) {
  const { project, api } = useWorkspace();
  const may = useMay('submit');
  const save = useAct({
    run: async () => {
      const params = { path: { id: definitionId }, query: { expected } };
      return (await api.PUT('/api/v1/definitions/{id}', { params, body })).data;
    },
    concerns: [keyOf(project, 'definition', definitionId), keyOf(project, 'definitions')],
    said: (now) => `Version ${now.version} says what version ${version} said.`,
  });
  if (!may) return null;
  return (
    <Button busy={save.busy} onClick={() => save.go(undefined)}>
      Save as the newest
    </Button>
  );
}
