/** The definition as a form: the same text, part by part. What has no field here is written in the YAML. */
import { TestType } from '@gauntlet/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { keyOf, useWorkspace } from '../../../api/workspace.tsx';
import { CommandsField } from './commands-field.tsx';
import { ContentFields } from './content-fields.tsx';
import { ChoiceAt, LinesAt, MapAt, NumberAt, type Scene, TextAt } from './fields.tsx';
import { SetupField } from './setup-field.tsx';

/** The first is what is left out. */
const TYPES = TestType.options.map((type) => ({ value: type === 'unit' ? '' : type, label: type }));

export function FormPane({ scene }: { scene: Scene }) {
  const frameworks = useFrameworks();
  return (
    <div className="grid gap-2">
      <Part title="What it is" open>
        <TextAt scene={scene} path={['name']} label="Name" />
        <div className="grid grid-cols-2 gap-3">
          <ChoiceAt scene={scene} path={['type']} label="Kind of tests" options={TYPES} />
          <ChoiceAt
            scene={scene}
            path={['framework']}
            label="Framework"
            options={[
              { value: '', label: 'detected from the files' },
              ...frameworks.map((name) => ({ value: name, label: name })),
            ]}
          />
        </div>
        <MapAt
          scene={scene}
          path={['tags']}
          label="Tags"
          placeholder="team=checkout"
          hint="key=value, one a line"
        />
      </Part>
      <Part title="Where the tests are" open>
        <ContentFields scene={scene} />
      </Part>
      <Part title="What is run" open>
        {scene.valueAt(['framework']) === 'command' && <CommandsField scene={scene} />}
        <LinesAt
          scene={scene}
          path={['paths']}
          label="Only these files or folders"
          placeholder="tests/checkout"
          hint="One a line; all when empty."
        />
        <LinesAt
          scene={scene}
          path={['args']}
          label="Further arguments"
          hint="One a line, for the framework."
        />
        <SetupField scene={scene} />
      </Part>
      <Part title="Variables and secrets">
        <MapAt
          scene={scene}
          path={['environment']}
          label="Variables"
          placeholder="BASE_URL=http://shop.test"
          hint="NAME=value, one a line. Not for passwords: they would be stored and shown."
        />
        <MapAt
          scene={scene}
          path={['secrets']}
          label="Secrets"
          placeholder="DATABASE_PASSWORD=shop-database"
          hint="VARIABLE=name of the secret, one a line."
        />
      </Part>
      <Part title="How much at once, how long, how often">
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
          <NumberAt scene={scene} path={['parallelism']} label="Groups" placeholder="1" />
          <NumberAt scene={scene} path={['resources', 'cpu']} label="CPU of each" placeholder="100m" />
          <NumberAt scene={scene} path={['resources', 'memory']} label="Memory of each" placeholder="128Mi" />
          <NumberAt scene={scene} path={['timeouts', 'runSeconds']} label="Run, seconds" placeholder="7200" />
          <NumberAt
            scene={scene}
            path={['timeouts', 'unitSeconds']}
            label="A unit, seconds"
            placeholder="no limit"
          />
          <NumberAt
            scene={scene}
            path={['timeouts', 'queueSeconds']}
            label="Queue, seconds"
            placeholder="3600"
          />
          <NumberAt scene={scene} path={['retries', 'attempts']} label="Further attempts" placeholder="0" />
          <NumberAt
            scene={scene}
            path={['retries', 'backoffSeconds']}
            label="Pause, seconds"
            placeholder="10"
          />
          <ChoiceAt
            scene={scene}
            path={['retries', 'scope']}
            label="Tried again"
            options={[
              { value: '', label: 'what failed' },
              { value: 'execution', label: 'everything' },
            ]}
          />
          <NumberAt
            scene={scene}
            path={['priority']}
            label="Priority"
            placeholder="50"
            hint="100 is served first"
          />
        </div>
      </Part>
      <Part title="What is kept, and where it runs">
        <LinesAt
          scene={scene}
          path={['artifacts']}
          label="Files to keep"
          placeholder="coverage/**"
          hint="Globs, one a line."
        />
        <PlaceFields scene={scene} />
      </Part>
    </div>
  );
}

const PlaceFields = ({ scene }: { scene: Scene }) => (
  <>
    <TextAt
      scene={scene}
      path={['environmentName']}
      label="Environment"
      hint="By its name. Left empty: the server's own host."
    />
    <TextAt scene={scene} path={['image']} label="Container image" hint="On Kubernetes." />
  </>
);

function Part({ title, open = false, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="rounded-md border border-line bg-surface">
      <summary className="px-3 py-2 text-sm font-semibold hover:bg-sunken">{title}</summary>
      <div className="grid gap-3 border-t border-line px-3 py-3">{children}</div>
    </details>
  );
}

function useFrameworks(): readonly string[] {
  const { project, api } = useWorkspace();
  const found = useQuery({
    queryKey: keyOf(project, 'frameworks'),
    queryFn: async ({ signal }) => (await api.GET('/api/v1/frameworks', { signal })).data.items,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return found.data?.map(({ name }) => name) ?? [];
}
