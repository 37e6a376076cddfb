/** Adding a cluster, or changing one: its kubeconfig goes in, and never comes out again. */
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { HOME } from '../../api/workspace.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { checkCluster, checkedText } from './cluster-actions.tsx';
import { KubeconfigField } from './kubeconfig-field.tsx';
import { CLUSTERS, type Cluster, ENVIRONMENTS } from './queries.ts';

type Draft = {
  name: string;
  provider: 'eks' | 'gke' | 'aks' | 'openshift' | 'other';
  region: string;
  access: 'kubeconfig' | 'in-cluster' | 'as it is';
  kubeconfig: string;
  context: string;
};

const concerns = [CLUSTERS, ENVIRONMENTS];

const accessOf = ({ access, kubeconfig, context }: Draft) =>
  access === 'in-cluster'
    ? ({ kind: 'in-cluster' } as const)
    : { kind: 'kubeconfig' as const, kubeconfig, ...(context === '' ? {} : { context }) };

const isComplete = ({ name, access, kubeconfig }: Draft) =>
  name !== '' && (access !== 'kubeconfig' || kubeconfig.trim() !== '');

export function NewCluster({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>({
    ...{ name: '', provider: 'other', region: '', access: 'kubeconfig', kubeconfig: '', context: '' },
  });
  const add = useAct({
    run: async () => {
      const { name, provider, region } = draft;
      const body = { name, provider, region: region || null, access: accessOf(draft) };
      const { clusterId } = (await HOME.api.POST('/api/v1/clusters', { body })).data;
      // Added it is: that nothing came of the check is told, and is no reason to add it again.
      return checkCluster(clusterId).catch(() => null);
    },
    concerns,
    said: (answer) =>
      answer ? checkedText(draft.name, answer) : `${draft.name} is added, and was not checked.`,
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title="Add a cluster"
      action={add.busy ? 'Adding and checking …' : 'Add and check'}
      busy={add.busy}
      error={add.error}
      disabled={!isComplete(draft)}
      onSend={() => add.go(undefined)}
      onClose={onClose}
    >
      <Fields draft={draft} onChange={setDraft} known={null} />
    </FormDialog>
  );
}

export function ChangeCluster({ cluster, onClose }: { cluster: Cluster; onClose: () => void }) {
  const { clusterId, region } = cluster;
  const [draft, setDraft] = useState<Draft>({
    name: cluster.name,
    provider: cluster.provider === 'local' ? 'other' : cluster.provider,
    region: region ?? '',
    ...{ access: 'as it is', kubeconfig: '', context: '' },
  });
  const change = useAct({
    run: async () => {
      const { name, provider } = draft;
      const access = draft.access === 'as it is' ? {} : { access: accessOf(draft) };
      const body = { name, provider, region: draft.region || null, ...access };
      await HOME.api.PATCH('/api/v1/clusters/{id}', { params: { path: { id: clusterId } }, body });
      return draft.access === 'as it is' ? null : checkCluster(clusterId);
    },
    concerns,
    said: (answer) => (answer ? checkedText(draft.name, answer) : `Cluster ${draft.name} is changed.`),
    onDone: onClose,
    refusals: 'here',
  });
  return (
    <FormDialog
      title={`Cluster ${cluster.name}`}
      action="Save"
      busy={change.busy}
      error={change.error}
      disabled={!isComplete(draft)}
      onSend={() => change.go(undefined)}
      onClose={onClose}
    >
      <Fields draft={draft} onChange={setDraft} known={cluster} />
    </FormDialog>
  );
}

const PROVIDERS = [
  { value: 'eks', label: 'Amazon EKS' },
  { value: 'gke', label: 'Google GKE' },
  { value: 'aks', label: 'Azure AKS' },
  { value: 'openshift', label: 'OpenShift' },
  { value: 'other', label: 'Another' },
];
const WAYS = [
  { value: 'kubeconfig', label: 'A kubeconfig' },
  { value: 'in-cluster', label: 'The cluster that this server runs in' },
];

type FieldsProps = { draft: Draft; onChange: (draft: Draft) => void; known: Cluster | null };

function Fields({ draft, onChange, known }: FieldsProps) {
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const asItIs = { value: 'as it is', label: 'As it is' };
  return (
    <>
      <TextField
        label="Name"
        value={draft.name}
        maxLength={63}
        placeholder="blue"
        hint="Lower-case letters, digits and dashes."
        onChange={({ target }) => set({ name: target.value })}
      />
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label="Provider"
          value={draft.provider}
          options={PROVIDERS}
          onChange={({ target }) => set({ provider: target.value as Draft['provider'] })}
        />
        <TextField
          label="Region"
          value={draft.region}
          placeholder="eu-central-1"
          onChange={({ target }) => set({ region: target.value })}
        />
      </div>
      <SelectField
        label="Reached by"
        value={draft.access}
        options={known ? [asItIs, ...WAYS] : WAYS}
        hint={
          draft.access === 'in-cluster'
            ? 'By the service account of its own pod; nothing is kept.'
            : 'It is kept sealed, and nobody can read it here.'
        }
        onChange={({ target }) => set({ access: target.value as Draft['access'] })}
      />
      {draft.access === 'kubeconfig' && (
        <KubeconfigField kubeconfig={draft.kubeconfig} context={draft.context} onChange={set} />
      )}
    </>
  );
}
