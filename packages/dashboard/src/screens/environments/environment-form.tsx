/** Adding an environment to a cluster, or changing one. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { HOME } from '../../api/workspace.tsx';
import { AreaField, SelectField, TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { checkCluster, checkedText } from './cluster-actions.tsx';
import { type ConfigurationDraft, configurationOf, draftOf, EMPTY_DRAFT } from './configuration-draft.ts';
import { CLUSTERS, type Cluster, ENVIRONMENTS, type Environment } from './queries.ts';

type Draft = ConfigurationDraft & { name: string; namespace: string };

const concerns = [CLUSTERS, ENVIRONMENTS];
const isComplete = ({ name, namespace }: Draft) => name !== '' && namespace !== '';

export function NewEnvironment({ cluster, onClose }: { cluster: Cluster; onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>({ ...EMPTY_DRAFT, name: '', namespace: '' });
  const add = useAct({
    run: async () => {
      const { name, namespace } = draft;
      const configuration = configurationOf(draft, null);
      const body = { name, namespace, clusterId: cluster.clusterId, configuration };
      await HOME.api.POST('/api/v1/environments', { body });
      // Added it is: that nothing came of the check is told, and is no reason to add it again.
      return checkCluster(cluster.clusterId).catch(() => null);
    },
    concerns,
    said: (answer) =>
      `${draft.name} is added. ${answer ? checkedText(cluster.name, answer) : 'It was not checked.'}`,
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title={`Add an environment to ${cluster.name}`}
      action={add.busy ? 'Adding and checking …' : 'Add and check'}
      busy={add.busy}
      error={add.error}
      disabled={!isComplete(draft)}
      onSend={() => add.go(undefined)}
      onClose={onClose}
    >
      <Fields draft={draft} onChange={setDraft} nameHint="Definitions name the environment by it." />
    </FormDialog>
  );
}

export function ChangeEnvironment({
  environment,
  onClose,
}: {
  environment: Environment;
  onClose: () => void;
}) {
  const { environmentId, name, namespace, configuration, cluster } = environment;
  const [draft, setDraft] = useState<Draft>({
    ...draftOf(configuration),
    name,
    namespace: namespace ?? '',
  });
  const change = useAct({
    run: async () => {
      const body = {
        name: draft.name,
        namespace: draft.namespace,
        configuration: configurationOf(draft, configuration),
      };
      await HOME.api.PATCH('/api/v1/environments/{id}', { params: { path: { id: environmentId } }, body });
      return checkCluster(cluster.clusterId);
    },
    concerns,
    said: (answer) => `${draft.name} is changed. ${checkedText(cluster.name, answer)}`,
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title={`Environment ${name}`}
      action="Save and check"
      busy={change.busy}
      error={change.error}
      disabled={!isComplete(draft)}
      onSend={() => change.go(undefined)}
      onClose={onClose}
    >
      <Fields
        draft={draft}
        onChange={setDraft}
        nameHint="Definitions that name the old one are refused then."
      />
    </FormDialog>
  );
}

const SPOT = [
  { value: 'prefer', label: 'Preferred' },
  { value: 'allow', label: 'Allowed' },
  { value: 'refuse', label: 'Refused' },
];
const AUTOSCALE = [
  { value: 'no', label: 'Waits in the queue' },
  { value: 'yes', label: 'Starts pending pods' },
];

const ROOT = [
  { value: 'read-only', label: 'Read-only' },
  { value: 'writable', label: 'Writable' },
];

type FieldsProps = { draft: Draft; onChange: (draft: Draft) => void; nameHint: string };

function Fields({ draft, onChange, nameHint }: FieldsProps) {
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Name"
          value={draft.name}
          maxLength={63}
          placeholder="staging"
          hint={nameHint}
          onChange={({ target }) => set({ name: target.value })}
        />
        <TextField
          label="Namespace"
          value={draft.namespace}
          maxLength={63}
          placeholder="tests"
          hint="It has to be there."
          onChange={({ target }) => set({ namespace: target.value })}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label="Without room"
          value={draft.autoscale}
          options={AUTOSCALE}
          hint={draft.autoscale === 'yes' ? 'The cluster adds nodes for them.' : undefined}
          onChange={({ target }) => set({ autoscale: target.value as Draft['autoscale'] })}
        />
        <SelectField
          label="Spot nodes"
          value={draft.spot}
          options={SPOT}
          onChange={({ target }) => set({ spot: target.value as Draft['spot'] })}
        />
      </div>
      <AreaField
        label="Nodes with these labels"
        value={draft.nodeSelector}
        rows={2}
        className="font-mono"
        placeholder="pool=tests"
        hint="One label=value a line."
        onChange={({ target }) => set({ nodeSelector: target.value })}
      />
      <AreaField
        label="Taints that its pods bear"
        value={draft.tolerations}
        rows={2}
        className="font-mono"
        placeholder="pool=tests:NoSchedule"
        hint="One key=value:Effect a line."
        onChange={({ target }) => set({ tolerations: target.value })}
      />
      <PodFields draft={draft} set={set} />
    </>
  );
}

const PodFields = ({ draft, set }: { draft: Draft; set: (part: Partial<Draft>) => void }) => (
  <>
    <TextField
      label="Default image"
      value={draft.defaultImage}
      className="font-mono"
      placeholder="node:24"
      hint="For definitions that name none."
      onChange={({ target }) => set({ defaultImage: target.value })}
    />
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label="Image pull secrets"
        value={draft.imagePullSecrets}
        className="font-mono"
        placeholder="registry"
        hint="Names of Secrets in the namespace."
        onChange={({ target }) => set({ imagePullSecrets: target.value })}
      />
      <TextField
        label="Service account"
        value={draft.serviceAccountName}
        className="font-mono"
        hint="Its token is never mounted."
        onChange={({ target }) => set({ serviceAccountName: target.value })}
      />
    </div>
    <SelectField
      label="Root filesystem of the tests"
      value={draft.rootFilesystem}
      options={ROOT}
      hint="Home, working folder and /tmp can be written to in any case."
      onChange={({ target }) => set({ rootFilesystem: target.value as Draft['rootFilesystem'] })}
    />
  </>
);
