/** `gauntlet cluster` and `environment` against the server itself, with fake API servers on loopback. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { createHttpStage, type HttpStage } from '../../server/src/testing/http-stage.ts';
import { createAccessReviews } from '../../server/src/testing/kubernetes/access-reviews.ts';
import {
  createFakeApiServer,
  type FakeApiServer,
} from '../../server/src/testing/kubernetes/fake-api-server.ts';
import { kubeconfigOf } from '../../server/src/testing/kubernetes/kubeconfig.ts';
import { createVersionPart } from '../../server/src/testing/kubernetes/version.ts';
import { runCli } from './testing/run-cli.ts';

const TOKEN = 'the-token-that-nobody-may-see';
let stage: HttpStage;
let server: FakeApiServer;
let folder: string;
const reviews = createAccessReviews();
const printed: string[] = [];

beforeAll(async () => {
  stage = await createHttpStage();
  server = await createFakeApiServer({ token: TOKEN, parts: [createVersionPart(), reviews.part] });
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-cli-'));
  await writeFile(join(folder, 'config.yaml'), kubeconfigOf({ server: server.url, token: TOKEN }));
});
afterAll(async () => {
  expect(printed.join()).not.toContain(TOKEN);
  await server.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => {
  reviews.rules.isDenied = () => false;
});

async function cli(args: string, input = '') {
  const done = await runCli(args.split(' '), {
    cwd: folder,
    input,
    env: {
      GAUNTLET_URL: stage.address,
      GAUNTLET_TOKEN: stage.token,
      GAUNTLET_DATA_DIR: join(folder, 'data'),
      GAUNTLET_CONFIG_DIR: join(folder, 'config'),
    },
  });
  printed.push(done.stdout, done.stderr);
  return done;
}
const json = async (args: string) => JSON.parse((await cli(`${args} --json`)).stdout);

test('a cluster is added from a file or standard input, checked, changed and removed', async () => {
  const added = await cli('cluster add blue --kubeconfig config.yaml --provider eks --region eu-central-1');
  expect([added.code, added.stdout]).toEqual([
    0,
    expect.stringContaining('The cluster blue is added, and ready, with Kubernetes v1.34.1.'),
  ]);
  const text = kubeconfigOf({ server: server.url, token: TOKEN });
  const piped = await cli('cluster add green --context gauntlet', text);
  expect([piped.code, piped.stderr]).toEqual([0, '']);
  expect(await json('cluster show blue')).toMatchObject({
    name: 'blue',
    provider: 'eks',
    region: 'eu-central-1',
    status: 'ready',
  });
  expect((await cli('cluster show blue')).stdout).toMatch(/credential\s+token \(set\)/);
  expect((await cli('cluster list')).stdout).toMatch(/^blue\teks\tready\t0\thttp/m);
  expect((await cli('cluster change green --disable')).stdout).toBe('The cluster green is disabled.\n');
  const changed = await cli('cluster change green --enable --name lime');
  expect(changed.stdout).toContain('Check it: gauntlet cluster check lime');
  expect((await cli('cluster remove lime')).code).toBe(0);
  expect((await cli('cluster show lime')).stderr).toContain('There is no cluster "lime"');
});

test('what is missing is said permission by permission, and the roles that grant it come alone', async () => {
  const environment = 'environment add tests --cluster blue --namespace tests';
  expect((await cli(environment)).code).toBe(0);
  const good = await cli('cluster check blue');
  expect([good.code, good.stdout]).toEqual([0, expect.stringMatching(/granted\tcreate jobs\ttests\t/)]);
  reviews.rules.isDenied = ({ resource }) => resource === 'jobs' || resource === 'nodes';
  const bad = await cli('cluster check blue');
  expect(bad.code).toBe(2);
  expect(bad.stdout).toMatch(/Cluster, Kubernetes v1.34.1: partly ready. Gauntlet may not list nodes/);
  expect(bad.stdout).toMatch(/Environment tests, namespace tests: Gauntlet may not create jobs/);
  expect(bad.stdout).toMatch(/missing\tdelete jobs\ttests\t.*\t{ apiGroups: \["batch"\]/);
  const roles = await cli('cluster check blue --roles');
  expect(roles.code).toBe(2);
  expect(parseAllDocuments(roles.stdout).map((role) => role.toJSON().kind)).toEqual(['Role', 'ClusterRole']);
  expect(await json('cluster check blue')).toMatchObject({ outcome: 'partly' });
  expect(await json('cluster show blue')).toMatchObject({ status: 'ready' });
  expect(await json('environment show tests')).toMatchObject({ status: 'unreachable' });
});

test('an environment is added, changed bit by bit, disabled and removed', async () => {
  const added = await cli(
    'environment add load --cluster blue --namespace load --autoscale --node-selector pool=tests --toleration pool=tests:NoSchedule --image-pull-secret registry --default-image node:24',
  );
  expect([added.code, added.stdout]).toEqual([0, expect.stringContaining('gauntlet cluster check blue')]);
  expect((await json('environment show load')).configuration).toEqual({
    autoscale: true,
    spot: 'allow',
    nodeSelector: { pool: 'tests' },
    tolerations: [{ key: 'pool', operator: 'Equal', value: 'tests', effect: 'NoSchedule' }],
    imagePullSecrets: ['registry'],
    defaultImage: 'node:24',
    rootFilesystem: 'read-only',
  });
  const change =
    'environment change load --no-autoscale --spot prefer --node-selector none --default-image none --root-filesystem writable';
  expect((await cli(change)).code).toBe(0);
  expect((await json('environment show load')).configuration).toEqual({
    autoscale: false,
    spot: 'prefer',
    nodeSelector: {},
    tolerations: [{ key: 'pool', operator: 'Equal', value: 'tests', effect: 'NoSchedule' }],
    imagePullSecrets: ['registry'],
    rootFilesystem: 'writable',
  });
  expect((await cli('environment change load --disable')).stdout).toBe('The environment load is disabled.\n');
  expect((await cli('environment list --cluster blue')).stdout).toMatch(/^load\tblue\tload\tdisabled\t/m);
  expect((await cli('environment list')).stdout).toMatch(/^local\tlocal\t\tready\t/m);
  expect((await cli('cluster remove blue')).stderr).toContain('has environments: "load"');
  expect((await cli('environment remove load')).code).toBe(0);
  expect((await cli('environment remove local')).stderr).toContain("server's own host");
});

test('what is typed wrong is refused before anything is sent', async () => {
  for (const [args, said] of [
    ['cluster add x --provider moon --kubeconfig config.yaml', 'eks, gke, aks'],
    ['cluster add x --kubeconfig nowhere.yaml', 'nowhere.yaml cannot be read (ENOENT)'],
    ['cluster add x --in-cluster --kubeconfig config.yaml', 'Either --in-cluster or a kubeconfig'],
    ['cluster add x', 'The value is empty'],
    ['cluster change blue', 'Nothing is changed'],
    ['cluster change blue --context other', '--context is one of a kubeconfig'],
    ['cluster change blue --enable --disable', 'Either --enable or --disable'],
    ['environment add x --cluster blue', '--namespace'],
    ['environment add x --cluster blue --namespace y --node-selector *=1', 'a label such as'],
    ['environment change tests', 'Nothing is changed'],
    ['cluster show No_Name', 'There is no cluster "No_Name"'],
  ] as const) {
    const done = await cli(args);
    expect([args, done.code, done.stderr]).toEqual([args, 3, expect.stringContaining(said)]);
  }
  const refused = await cli('cluster add here --in-cluster');
  expect([refused.code, refused.stderr]).toEqual([
    3,
    expect.stringContaining('runs in no Kubernetes cluster'),
  ]);
});

test('help teaches how a kubeconfig is given', async () => {
  const { stdout } = await cli('cluster add --help');
  expect(stdout).toContain('kubectl config view --raw --flatten --minify | gauntlet cluster add blue');
});
