/** The Helm chart as a real helm renders it, for three ways to run Gauntlet in a cluster. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CLUSTER_PERMISSIONS,
  NAMESPACE_PERMISSIONS,
  type NeededPermission,
  resourceName,
} from '@gauntlet/core/environments';
import { beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { METADATA_ADDRESSES } from '../packages/host/src/outbound/address-kind.ts';
import { labelsOf } from '../packages/server/src/adapters/kubernetes/job/labels.ts';
import { readConfig } from '../packages/server/src/config.ts';
import {
  KUBERNETES_VERSIONS,
  type KubernetesObject,
  schemaErrors,
} from '../packages/server/src/testing/chart-schemas.ts';
import { expressionsOfChart } from './testing/chart-expressions.ts';
import { buildHelm, CHART, type Helm } from './testing/helm.ts';

const missing = process.env.GAUNTLET_MISSING?.split(',') ?? [];
const NAMES = ['trial', 'production', 'shared-folder'];

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };
type Pod = {
  containers: {
    args: string[];
    env: { name: string; value?: string }[];
    volumeMounts: { name: string; mountPath: string }[];
  }[];
  volumes: { name: string }[];
  serviceAccountName: string;
  automountServiceAccountToken: boolean;
};
type Template = { metadata: { annotations?: Record<string, string> }; spec: Pod };
type Selector = { matchLabels: Record<string, string> };
type IpBlock = { cidr: string; except: string[] };
type Policy = {
  spec: { podSelector: Selector; egress: { to?: { ipBlock?: IpBlock }[] }[] };
};

type Binding = { roleRef: { kind: string; name: string }; subjects: { name: string; namespace: string }[] };

let helm: Helm;
beforeAll(async () => {
  if (!missing.includes('helm')) helm = await buildHelm();
}, 900_000);

const ofKind = <Kind>(objects: readonly KubernetesObject[], kind: string) =>
  objects.filter((object) => object.kind === kind) as (KubernetesObject & Kind)[];

/** What an account may do, by namespace and in all of the cluster. */
function rightsOf(objects: readonly KubernetesObject[], account: string): Record<string, string[]> {
  const bindings = ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) => ofKind<Binding>(objects, kind));
  const rights: Record<string, string[]> = {};
  for (const { metadata, roleRef, subjects } of bindings) {
    if (!subjects.some(({ name, namespace }) => name === account && namespace === 'gauntlet')) continue;
    const roles = ofKind<{ rules: Rule[] }>(objects, roleRef.kind).filter(
      (role) => role.metadata.name === roleRef.name && role.metadata.namespace === metadata.namespace,
    );
    const place = metadata.namespace ?? 'cluster';
    rights[place] = [
      ...(rights[place] ?? []),
      ...roles.flatMap(({ rules }) => rules).flatMap(rightsOfRule),
    ].sort();
  }
  return rights;
}

const rightsOfRule = ({ apiGroups, resources, verbs }: Rule) =>
  apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`)),
  );

/** By role: its account, and about which one it asks. */
const accountsOf = (objects: readonly KubernetesObject[]) =>
  Object.fromEntries(
    ofKind<{ spec: { template: { spec: Pod } } }>(objects, 'Deployment').map(({ metadata, spec }) => {
      const { serviceAccountName, containers } = spec.template.spec;
      const asked = containers[0]?.env.find(({ name }) => name === 'GAUNTLET_CLUSTER_ACCOUNT');
      return [metadata.name.replace('gauntlet-', ''), [serviceAccountName, asked?.value]];
    }),
  );

describe.skipIf(missing.includes('helm'))('the chart', () => {
  test.each(NAMES)('is found in order by helm with the values %s', (name) => {
    const values = join(CHART, 'ci', `${name}-values.yaml`);
    expect(helm.run('lint', CHART, '--strict', '-f', values)).toMatchObject({ status: 0 });
  });

  test.each(NAMES)('renders %s as it was looked at', async (name) => {
    await expect(helm.render(name).text).toMatchFileSnapshot(join(CHART, 'ci/golden', `${name}.yaml`));
  });

  test.each(NAMES)('makes of %s what Kubernetes takes, from 1.29 on', (name) => {
    const { objects } = helm.render(name);
    expect(objects.length).toBeGreaterThan(10);
    for (const version of KUBERNETES_VERSIONS)
      expect(objects.flatMap((object) => schemaErrors(version, object))).toEqual([]);
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('would not pass with a field that Kubernetes does not know', () => {
    const [deployment] = ofKind<{ spec: object }>(helm.render('trial').objects, 'Deployment');
    const wrong = {
      ...deployment,
      spec: { ...deployment?.spec, replicaz: 2 },
    } as unknown as KubernetesObject;
    for (const version of KUBERNETES_VERSIONS) expect(schemaErrors(version, wrong)).toHaveLength(1);
    const [scaled] = ofKind<{ spec: object }>(helm.render('production').objects, 'ScaledObject');
    const odd = { ...scaled, spec: { ...scaled?.spec, replicaz: 2 } } as unknown as KubernetesObject;
    expect(schemaErrors('v1.37', odd)).toHaveLength(1);
  });

  test('grants the scheduler what Gauntlet needs, and nothing else', () => {
    const granted = rightsOf(helm.render('production').objects, 'gauntlet');
    const needed = (permissions: readonly NeededPermission[]) =>
      permissions
        .map((permission) => `${permission.verb} ${permission.group}/${resourceName(permission)}`)
        .sort();
    expect(granted).toEqual({
      'tests-web': needed(NAMESPACE_PERMISSIONS),
      'tests-shop': needed(NAMESPACE_PERMISSIONS),
      cluster: needed(CLUSTER_PERMISSIONS),
    });
  });

  test('lets the api do nothing but ask what the scheduler may', () => {
    const local = ['create authorization.k8s.io/localsubjectaccessreviews'];
    const { objects } = helm.render('production');
    expect(rightsOf(objects, 'gauntlet-api')).toEqual({
      ...{ 'tests-web': local, 'tests-shop': local },
      cluster: ['create authorization.k8s.io/subjectaccessreviews'],
    });
    expect(
      rightsOf(helm.render('production', '--set', 'tests.clusterRole=false').objects, 'gauntlet-api'),
    ).toEqual({ 'tests-web': local, 'tests-shop': local });
    const accounts = ofKind(objects, 'ServiceAccount');
    expect(accounts.map(({ metadata }) => [metadata.name, metadata.annotations])).toEqual(
      ['gauntlet', 'gauntlet-api'].map((name) => [
        name,
        { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/gauntlet' },
      ]),
    );
    expect(accountsOf(objects)).toEqual({
      api: ['gauntlet-api', 'system:serviceaccount:gauntlet:gauntlet'],
      scheduler: ['gauntlet', undefined],
      notifier: ['gauntlet-api', undefined],
    });
  });

  test('gives every role the account that is there already, and makes none', () => {
    const { objects } = helm.render('shared-folder');
    expect(ofKind(objects, 'ServiceAccount')).toEqual([]);
    const one = ['gauntlet-runner', undefined];
    expect(accountsOf(objects)).toEqual({ api: one, scheduler: one, notifier: one });
    expect(Object.values(rightsOf(objects, 'gauntlet-runner')).flat()).not.toContainEqual(
      expect.stringContaining('authorization.k8s.io'),
    );
  });

  test('cuts off test pods, and nothing else that lives in their namespaces', () => {
    const { objects } = helm.render('production');
    const group = { executionId: 'execution', groupId: 'group', index: 0, attempt: 1 };
    const labels = labelsOf('any-instance', group);
    const policies = ofKind<Policy>(objects, 'NetworkPolicy').filter(({ metadata }) => metadata.namespace);
    expect(policies.map(({ metadata }) => metadata.namespace)).toEqual(['tests-web', 'tests-shop']);
    const monitors = ofKind<{ spec: { selector: Selector } }>(objects, 'PodMonitor');
    const ofAgents = monitors.find(({ metadata }) => metadata.name.endsWith('-agents'));
    const selectors = policies.map(({ spec }) => spec.podSelector.matchLabels);
    for (const selected of [...selectors, ofAgents?.spec.selector.matchLabels ?? {}]) {
      expect(Object.keys(selected)).not.toEqual([]);
      expect(labels).toMatchObject(selected);
    }
  });

  test('keeps tests from every metadata service that the server itself keeps to', () => {
    const policies = ofKind<Policy>(helm.render('trial').objects, 'NetworkPolicy');
    const ofTests = policies.find(({ metadata }) => metadata.name.endsWith('-tests'));
    const blocks = (ofTests?.spec.egress ?? []).flatMap(({ to = [] }) => to.map(({ ipBlock }) => ipBlock));
    const without = (cidr: string) => blocks.find((block) => block?.cidr === cidr)?.except.toSorted();
    const [v4, v6] = [false, true].map((is6) =>
      METADATA_ADDRESSES.filter((address) => address.includes(':') === is6).toSorted(),
    );
    expect(without('0.0.0.0/0')).toEqual(v4?.map((address) => `${address}/32`));
    expect(without('::/0')).toEqual(v6?.map((address) => `${address}/128`));
  });

  test('starts pods anew where a value that becomes a Secret is another, and else leaves them', () => {
    const marks = (name: string, ...args: string[]) => {
      const pods = ofKind<{ spec: { template: Template } }>(helm.render(name, ...args).objects, 'Deployment');
      const ours = pods.filter(({ metadata }) => !metadata.name.includes('trial'));
      return ours.map(({ spec }) => spec.template.metadata.annotations?.['checksum/secrets']);
    };
    const before = marks('shared-folder');
    expect(new Set(before).size).toBe(1);
    expect(before[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(marks('shared-folder', '--set', 'api.replicas=3')).toEqual(before);
    const key = Buffer.alloc(32, 1).toString('base64');
    for (const changed of ['database.url=postgresql://a', 'redis.url=redis://a', `secretKey.value=${key}`])
      expect(marks('shared-folder', '--set', changed)).not.toContain(before[0]);
    // A key that is made is another each time here, and would be found again in a cluster.
    const made = ['--set', 'secretKey.value='];
    expect(marks('trial', ...made)).toEqual(marks('trial', ...made));
    expect(marks('trial', ...made, '--set', 'trial.postgresql.password=b')).not.toEqual(
      marks('trial', ...made),
    );
    expect(marks('production')).toEqual([undefined, undefined, undefined]);
  });

  test('hands certificates of one’s own to every role and to the migrations', () => {
    const { objects } = helm.render('shared-folder');
    const pods = ['Deployment', 'Job'].flatMap((kind) =>
      ofKind<{ spec: { template: { spec: Pod } } }>(objects, kind).map(({ spec }) => spec.template.spec),
    );
    expect(pods).toHaveLength(4);
    for (const { containers, volumes } of pods) {
      expect(volumes).toContainEqual({ name: 'corp', configMap: { name: 'corp-authorities' } });
      expect(containers[0]?.volumeMounts).toContainEqual(
        expect.objectContaining({ name: 'corp', mountPath: '/etc/corp' }),
      );
      expect(containers[0]?.env).toContainEqual({ name: 'NODE_EXTRA_CA_CERTS', value: '/etc/corp/ca.pem' });
    }
  });

  test.each(NAMES)('starts programs that understand what %s tells them', (name) => {
    const deployments = ofKind<{ spec: { template: { spec: Pod } } }>(
      helm.render(name).objects,
      'Deployment',
    );
    const ours = deployments.filter(({ metadata }) => !metadata.name.includes('trial'));
    const roles = ours.map(({ spec }) => {
      const [{ args = [], env = [] } = {}] = spec.template.spec.containers;
      const given = env.map(({ name: variable, value = SECRETS[variable] }) => [variable, value] as const);
      const config = readConfig(args, { HOME: '/tmp', ...Object.fromEntries(given) });
      if (!config.ok) throw new Error(config.error.message);
      const { databaseUrl, migrations, port, s3, artifactsFolder } = config.value;
      expect(databaseUrl).toContain('postgresql://');
      expect(migrations).toBe(name === 'trial' ? 'at-start' : 'wait');
      expect(config.value.trustedTeams).toBe('nobody');
      const isShared = name === 'shared-folder';
      expect(config.value.databaseConnections).toBe(isShared ? 15 : 31);
      expect(config.value.agentCaFile).toBe(isShared ? '/etc/corp/ca.pem' : null);
      expect([config.value.agentImage, config.value.clusterApiUrl]).not.toContain(null);
      expect([port, s3 !== null || artifactsFolder !== null]).toEqual([4680, true]);
      return [...config.value.roles, spec.template.spec.automountServiceAccountToken];
    });
    expect(roles).toEqual([
      ['api', true],
      ['scheduler', true],
      ['notifier', false],
    ]);
  });

  test('a key for secrets is made where none is given, of the length that the server takes', () => {
    const { objects } = helm.render('trial', '--set', 'secretKey.value=');
    const [secret] = ofKind<{ data: Record<string, string> }>(objects, 'Secret').filter(({ metadata }) =>
      metadata.name.endsWith('-key'),
    );
    const key = Buffer.from(secret?.data.GAUNTLET_SECRET_KEY ?? '', 'base64').toString();
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(secret?.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  test.each([
    ['trial', ['--set', 'api.replicsa=3'], /replicsa/],
    ['trial', ['--set', 'database.connections=3'], /connections/],
    ['trial', ['--set', 'trial.postgresql.enabled=false'], /Say where PostgreSQL is/],
    ['trial', ['--set', 'trial.s3.enabled=false'], /Say where artifacts go/],
    ['trial', ['--set', 'tests.namespaces={gauntlet}'], /a namespace of their own/],
    ['production', ['--set', 'metrics.tokenSecret='], /metrics.tokenSecret/],
    ['production', ['--set', 'oidc.roleMap=null'], /nobody does/],
    ['production', ['--set', 'scheduler.autoscaling.prometheusUrl='], /prometheusUrl/],
  ])('refuses %s with %j, and says what to do', (name, args, said) => {
    expect(() => helm.render(name, ...args)).toThrow(said);
  });
});

/** What the Secrets of the values hold, in the form that each of them has. */
const SECRETS: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgresql://gauntlet:secret@postgres/gauntlet',
  REDIS_URL: 'redis://redis:6379',
  GAUNTLET_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
  GAUNTLET_OIDC_CLIENT_SECRET: 'secret',
  GAUNTLET_SMTP_URL: 'smtps://user:secret@mail.example.org:465',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
};

describe.skipIf(missing.includes('prometheus'))('alerts and dashboard, by promtool', () => {
  const promtool = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };

  test('each alert comes when it should, and not before', () => {
    expect(promtool('check', 'rules', join(CHART, 'files/alerts.yaml'))).toMatchObject({ status: 0 });
    expect(promtool('test', 'rules', join(CHART, 'ci/alerts.test.yaml'))).toMatchObject({ status: 0 });
    const alerts = readFileSync(join(CHART, 'files/alerts.yaml'), 'utf8').match(/(?<=alert: )\w+/g) ?? [];
    const tested = readFileSync(join(CHART, 'ci/alerts.test.yaml'), 'utf8');
    expect(alerts.filter((alert) => !tested.includes(`alertname="${alert}"`))).toEqual([]);
  });

  test('agents that are scraped and pushed as well are counted once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gauntlet-chart-'));
    const asked = expressionsOfChart().filter((expr) => /gauntlet_agent_|job="gauntlet-agent"/.test(expr));
    const expected = [6, 100, 70, 3, 3, 3];
    expect(asked).toHaveLength(expected.length);
    const checks = asked.map((expr, index) => ({
      ...{ expr, eval_time: '10m' },
      exp_samples: [{ labels: expr.includes('by (kind)') ? '{kind="logs"}' : '{}', value: expected[index] }],
    }));
    const tests = [{ interval: '1m', input_series: seriesOfAgents(), promql_expr_test: checks }];
    writeFileSync(join(folder, 'agents.test.yaml'), stringify({ evaluation_interval: '1m', tests }));
    const outcome = promtool('test', 'rules', join(folder, 'agents.test.yaml'));
    await rm(folder, { recursive: true });
    expect(outcome).toMatchObject({ status: 0 });
  });

  test('each expression of the dashboard is one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gauntlet-chart-'));
    const rules = expressionsOfChart().map((expr, index) => ({ record: `panel:${index}`, expr }));
    writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: [{ name: 'dashboard', rules }] }));
    expect(promtool('check', 'rules', join(folder, 'rules.yaml'))).toMatchObject({ status: 0 });
    await rm(folder, { recursive: true });
  });
});

/** Of a group that is scraped and pushed, by the labels that each way gives it, and of one that is pushed alone. */
function seriesOfAgents(): { series: string; values: string }[] {
  const pushed = (group: string) => `job="gauntlet-agent",instance="${group}",execution="e"`;
  const scraped = `${pushed('one')},namespace="tests",pod="test-exec-e",container="agent",endpoint="metrics"`;
  const of = (metric: string, ofOne: string, ofOther: string, label = '') => [
    { series: `${metric}{${scraped}${label}}`, values: ofOne },
    { series: `${metric}{${pushed('one')}${label}}`, values: ofOne },
    { series: `${metric}{${pushed('other')}${label}}`, values: ofOther },
  ];
  return [
    ...of('gauntlet_agent_spooled_events', '4x20', '2x20'),
    ...of('process_resident_memory_bytes', '100x20', '40x20'),
    ...of('gauntlet_agent_sent_bytes_total', '0+60x20', '0+120x20', ',kind="logs"'),
    ...of('gauntlet_agent_results_sent_total', '0+60x20', '0+120x20'),
    ...of('gauntlet_agent_units_total', '0+60x20', '0+120x20', ',outcome="passed"'),
  ];
}
