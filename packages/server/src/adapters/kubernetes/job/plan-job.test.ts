import { join } from 'node:path';
import { TestDefinition } from '@gauntlet/contract';
import { cpuMillis, memoryBytes, type ScoredNode } from '@gauntlet/core/executions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admissionErrors } from '../../../testing/admit-job.ts';
import { KUBERNETES_VERSIONS, schemaErrors } from '../../../testing/kubernetes-schemas.ts';
import { podRequests } from '../nodes/pod-requests.ts';
import { identityOf } from './labels.ts';
import { type JobPlan, ownedSecret, planDeletion, planJob, RELEASE } from './plan-job.ts';
import { type GroupOrder, type JobSettings, podRequestOf } from './settings.ts';
import { SHIM_SCRIPT } from './shim-script.ts';

const settings: JobSettings = {
  instance: 'gauntlet',
  namespace: 'tests',
  environment: { spot: 'allow', nodeSelector: {}, tolerations: [], imagePullSecrets: [] },
  agentImage: 'registry.example/gauntlet:1.0.0',
  serverUrl: 'http://gauntlet.gauntlet.svc:4000',
  user: { uid: 1000, gid: 1000 },
  rootFilesystem: 'read-only',
};

const order: GroupOrder = {
  executionId: '019a3c5e-7b1d-7c52-9d3f-2f60c1a1b0d4',
  groupId: '019a3c5e-7b2f-7000-8a11-0c9b6f1d2e3f',
  index: 0,
  attempt: 1,
  parallelism: 1,
  definitionName: 'Checkout, end to end',
  image: 'node:24',
  cpuMillis: 500,
  memoryBytes: 536_870_912,
  runSeconds: 7200,
  token: 'gag_token',
  secrets: {},
  placement: [],
};

const UNWEIGHED = { cpuFit: 0, memoryFit: 0, spotPreference: 0, imageLocality: 0, why: '' };
const scored = (name: string, score: number, fits = true): ScoredNode => ({
  name,
  fits,
  score,
  ...UNWEIGHED,
});

function plan(group: Partial<GroupOrder> = {}, more: Partial<JobSettings> = {}): JobPlan {
  const planned = planJob({ ...order, ...group }, { ...settings, ...more });
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

const UID = '287da92b-111d-4ca1-b8f6-da8db22461b2';

const everything: JobSettings['environment'] = {
  spot: 'prefer',
  nodeSelector: { 'node.kubernetes.io/instance-type': 'm5.xlarge' },
  tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'tests', effect: 'NoSchedule' }],
  imagePullSecrets: ['registry'],
  defaultImage: 'registry.example/tests:2',
  serviceAccountName: 'tests',
};

const GOLDEN: Readonly<Record<string, JobPlan>> = {
  plain: plan(),
  'secrets-and-environment': plan(
    { image: undefined, secrets: { STRIPE_KEY: 'sk_live_1', API_TOKEN: 'Ünïcode\nand a line' } },
    { environment: everything, user: 'of-the-cluster', rootFilesystem: 'writable' },
  ),
  'spot-refused': plan({}, { environment: { ...settings.environment, spot: 'refuse' } }),
  'large-parallel-group': plan({
    index: 499,
    attempt: 11,
    parallelism: 500,
    cpuMillis: 4000,
    memoryBytes: 17_179_869_184,
    placement: [
      ...Array.from({ length: 8 }, (_, index) => scored(`ip-10-0-1-${50 + index}`, 91.25 - index * 12.5)),
      scored('full', 0, false),
    ],
  }),
};

const SHIM_ARGUMENT = 2;

/** The script is a file of its own; here only that it is there. */
function withoutShim({ job, secret }: JobPlan) {
  const copy = structuredClone(job);
  const [tests] = copy.spec.template.spec.containers;
  tests?.command.splice(SHIM_ARGUMENT, 1, '(the shim)');
  return `${JSON.stringify({ job: copy, secret: ownedSecret({ job, secret }, UID) }, null, 2)}\n`;
}

const names = Object.keys(GOLDEN);
const golden = (name: string) => GOLDEN[name] as JobPlan;

describe('the planned objects', () => {
  it.each(names)('are as they were: %s', async (name) => {
    await expect(withoutShim(golden(name))).toMatchFileSnapshot(
      join(import.meta.dirname, 'fixtures', `${name}.json`),
    );
  });

  it.each(KUBERNETES_VERSIONS)('are valid by the schema of Kubernetes %s', (version) => {
    for (const name of names) {
      expect(schemaErrors(version, 'Job', golden(name).job)).toEqual([]);
      expect(schemaErrors(version, 'Secret', ownedSecret(golden(name), UID))).toEqual([]);
    }
  });

  it('would not pass with a field that Kubernetes does not know, or one of another type', () => {
    const job = {
      ...golden('plain').job,
      spec: { ...golden('plain').job.spec, backOffLimit: 0, ttlSecondsAfterFinished: '1h' },
    };
    expect(schemaErrors('v1.29', 'Job', job).length).toBe(2);
    expect(KUBERNETES_VERSIONS).toEqual(expect.arrayContaining(['v1.29', 'v1.36']));
  });

  it.each(names)('are admitted: %s', (name) => {
    expect(admissionErrors(golden(name))).toEqual([]);
  });

  it('are found again: labels say whose they are', () => {
    const { executionId, groupId } = order;
    expect(identityOf(golden('large-parallel-group').job.metadata.labels)).toEqual({
      executionId,
      groupId,
      index: 499,
      attempt: 11,
    });
    expect(identityOf({ 'app.kubernetes.io/managed-by': 'gauntlet' })).toBe(null);
    expect(identityOf(undefined)).toBe(null);
  });

  it('say where the agent shows its metrics, where it is to', () => {
    const [agent] = plan({}, { metricsPort: 9464 }).job.spec.template.spec.initContainers;
    expect(agent?.ports).toEqual([{ name: 'metrics', containerPort: 9464 }]);
    expect(agent?.env).toContainEqual({ name: 'GAUNTLET_METRICS_PORT', value: '9464' });
    for (const version of KUBERNETES_VERSIONS)
      expect(schemaErrors(version, 'Job', plan({}, { metricsPort: 9464 }).job)).toEqual([]);
  });

  it('hand the agent authorities of one’s own, by its Secret, and the tests none of it', () => {
    const agentCa = '-----BEGIN CERTIFICATE-----';
    const { job, secret } = plan({}, { agentCa });
    const { initContainers, containers, volumes } = job.spec.template.spec;
    expect(initContainers[0]?.env).toContainEqual({
      ...{ name: 'NODE_EXTRA_CA_CERTS', value: '/gauntlet/token/ca.crt' },
    });
    expect(Buffer.from(secret.data['ca.crt'] ?? '', 'base64').toString()).toBe(agentCa);
    expect(volumes.find(({ name }) => name === 'token')).toMatchObject({
      secret: { items: [{ key: 'token' }, { key: 'ca.crt', path: 'ca.crt' }] },
    });
    expect(JSON.stringify(containers)).not.toContain('/gauntlet/token');
    for (const version of KUBERNETES_VERSIONS) expect(schemaErrors(version, 'Job', job)).toEqual([]);
  });

  it('give every group, attempt and replacement a name of its own', () => {
    const seen = [
      plan(),
      plan({ index: 1 }),
      plan({ attempt: 2 }),
      plan({ parallelism: 50 }),
      plan({ parallelism: 50, attempt: 2 }),
      plan({ parallelism: 50, index: 49 }),
    ].map(({ job }) => job.metadata.name);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen[0]).toBe(`test-exec-${order.executionId}`);
    expect(seen[5]).toBe(`test-exec-${order.executionId}-group-49`);
  });

  it('keep secrets out of the Job', () => {
    const { job, secret } = golden('secrets-and-environment');
    expect(JSON.stringify(job)).not.toMatch(/sk_live_1|gag_token|Ünïcöd/);
    expect(Object.values(secret.data).map((value) => Buffer.from(value, 'base64').toString())).toEqual([
      'gag_token',
      'Ünïcode\nand a line',
      'sk_live_1',
    ]);
  });

  it('leave Gauntlet its own limit first, then the pod’s, then the Job’s', () => {
    const { spec } = golden('plain').job;
    const pod = spec.template.spec.activeDeadlineSeconds;
    expect(pod).toBeGreaterThan(order.runSeconds);
    expect(spec.activeDeadlineSeconds).toBeGreaterThan(pod);
  });

  it('begin suspended, so that no pod waits for its Secret, and are released by a patch', () => {
    const { job } = golden('plain');
    expect(job.spec.suspend).toBe(true);
    const released = { ...job, spec: { ...job.spec, ...RELEASE.spec } };
    expect(released.spec.suspend).toBe(false);
    expect(schemaErrors('v1.29', 'Job', released)).toEqual([]);
  });

  it.each(names)('hold as much of a node as the scores have reckoned with: %s', (name) => {
    const { spec } = golden(name).job.spec.template;
    const [tests] = spec.containers;
    const cpuMillis = Number.parseInt(tests?.resources.requests.cpu ?? '', 10);
    const memoryBytes = Number(tests?.resources.requests.memory);
    expect(podRequests({ spec })).toEqual(podRequestOf({ cpuMillis, memoryBytes }));
  });

  it('name what is to become of pods when a Job is deleted', () => {
    expect(planDeletion(UID)).toMatchObject({ propagationPolicy: 'Foreground', preconditions: { uid: UID } });
  });
});

/** As kubelets do: third_party/forked/golang/expansion. */
function expandReferences(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (whole, name?: string) => {
    if (whole === '$$') return '$';
    return variables[name ?? ''] ?? whole;
  });
}

it('the shim comes out of the command as it went in, whatever the variables', () => {
  const [tests] = golden('plain').job.spec.template.spec.containers;
  expect(
    expandReferences(tests?.command[SHIM_ARGUMENT] ?? '', { HOME: '/x', 'still + 1': 'no', n: '1' }),
  ).toBe(SHIM_SCRIPT);
});

describe('a group that cannot be planned', () => {
  it('is refused with what to do', () => {
    const refusal = (group: Partial<GroupOrder>) => planJob({ ...order, ...group }, settings);
    expect(refusal({ image: undefined })).toMatchObject({ error: { code: 'image-missing' } });
    expect(refusal({ image: ' \n' })).toMatchObject({ error: { code: 'image-missing' } });
    expect(refusal({ secrets: { A: 'x'.repeat(1_048_576) } })).toMatchObject({
      error: { code: 'secrets-too-large' },
    });
    expect(refusal({ secrets: { A: 'a\0b' } })).toMatchObject({ error: { code: 'secret-not-a-variable' } });
  });
});

const anyText = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constantFrom('', '$(HOME)', '-', '..', '\u0000', '\ud800'),
);
const variable = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/);
const quantity = fc.oneof(
  fc.double({ min: 0.000_001, max: 1024, noNaN: true }),
  fc.stringMatching(/^[1-9]\d{0,30}(\.\d{1,5})?$/),
);
const anyDefinition = fc.record({
  name: fc.string({ minLength: 1, maxLength: 255 }).filter((name) => name.trim() !== ''),
  image: fc.string({ minLength: 1, maxLength: 512 }),
  resources: fc.record({
    cpu: fc.oneof(
      quantity.map(String).filter((text) => !text.includes('e')),
      quantity.map((text) => `${text}m`).filter((text) => !text.includes('e')),
    ),
    memory: fc
      .tuple(
        fc.stringMatching(/^[1-9]\d{0,20}$/),
        fc.constantFrom('', 'k', 'K', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti'),
      )
      .map((parts) => parts.join('')),
  }),
  parallelism: fc.integer({ min: 1, max: 500 }),
  timeouts: fc.record({ runSeconds: fc.integer({ min: 1, max: 604_800 }) }),
});

it('whatever a definition says, its objects are valid', () => {
  const cases = fc.record({
    definition: anyDefinition,
    instance: anyText,
    namespace: fc.constant('tests'),
    executionId: fc.uuid(),
    groupId: fc.uuid(),
    index: fc.nat(499),
    attempt: fc.integer({ min: 1, max: 11 }),
    secrets: fc.dictionary(
      variable,
      anyText.filter((value) => !value.includes('\0')),
      { maxKeys: 6 },
    ),
    spot: fc.constantFrom('prefer', 'allow', 'refuse'),
    nodes: fc.array(
      fc.record({
        name: fc.domain(),
        score: fc.double({ min: -1, max: 1000, noNaN: true }),
        fits: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
  });
  const newest = KUBERNETES_VERSIONS.at(-1) as string;
  fc.assert(
    fc.property(cases, ({ definition, instance, secrets, spot, nodes, ...identity }) => {
      const parsed = TestDefinition.parse({ ...definition, content: { type: 'inline', files: { a: '' } } });
      const planned = planJob(
        {
          ...order,
          ...identity,
          secrets,
          definitionName: parsed.name,
          image: parsed.image,
          parallelism: parsed.parallelism,
          cpuMillis: cpuMillis(parsed.resources.cpu),
          memoryBytes: memoryBytes(parsed.resources.memory),
          runSeconds: parsed.timeouts.runSeconds,
          placement: nodes.map(({ name, score, fits }) => scored(name, score, fits)),
        },
        { ...settings, instance, environment: { ...settings.environment, spot } },
      );
      if (!planned.ok) {
        expect(definition.image.trim()).toBe('');
        return;
      }
      for (const version of ['v1.29', newest]) {
        expect(schemaErrors(version, 'Job', planned.value.job)).toEqual([]);
        expect(schemaErrors(version, 'Secret', ownedSecret(planned.value, UID))).toEqual([]);
      }
      expect(admissionErrors(planned.value)).toEqual([]);
    }),
  );
});
