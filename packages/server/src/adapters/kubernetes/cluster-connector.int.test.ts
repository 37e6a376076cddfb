import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccessQuestion, questionsFor } from '@gauntlet/core/environments';
import { afterEach, describe, expect, it } from 'vitest';
import { type AskedAccess, createAccessReviews } from '../../testing/kubernetes/access-reviews.ts';
import {
  createFakeApiServer,
  type FakeApiServer,
  type FakeApiSettings,
  type Mood,
} from '../../testing/kubernetes/fake-api-server.ts';
import { type KubeconfigParts, kubeconfigOf } from '../../testing/kubernetes/kubeconfig.ts';
import { makeCertificate } from '../../testing/kubernetes/make-certificate.ts';
import { createVersionPart } from '../../testing/kubernetes/version.ts';
import { type ConnectorSettings, createClusterConnector } from './cluster-connector.ts';

const TOKEN = 'the-token-that-nobody-may-see';
const QUESTIONS = questionsFor(['tests']);

const ACCOUNT = 'system:serviceaccount:gauntlet:gauntlet-scheduler';

let servers: FakeApiServer[] = [];
let folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  folders = [];
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function serve(settings: Partial<FakeApiSettings> = {}, version = 'v1.34.1') {
  const reviews = createAccessReviews();
  const parts = [createVersionPart(version), reviews.part];
  const server = await createFakeApiServer({ token: TOKEN, parts, ...settings });
  servers.push(server);
  return { server, reviews };
}

const connect = (settings: Partial<ConnectorSettings> = {}) =>
  createClusterConnector({ outboundAllow: ['127.0.0.1'], inCluster: null, ...settings });

/** The cluster that this server runs in. */
async function serveOwn(settings: Partial<ConnectorSettings> = {}) {
  const own = makeCertificate('fake');
  const { server, reviews } = await serve({ tls: own });
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-account-'));
  folders.push(folder);
  await writeFile(join(folder, 'token'), TOKEN);
  await writeFile(join(folder, 'ca.crt'), own.cert);
  const { hostname: host, port } = new URL(server.url);
  const connector = connect({ inCluster: { host, port, folder }, ...settings });
  return { reviews, inspectOwn: () => connector.inspect({ kind: 'in-cluster' }, QUESTIONS) };
}

async function inspect(
  parts: KubeconfigParts,
  settings: Partial<ConnectorSettings> = {},
  questions: readonly AccessQuestion[] = QUESTIONS,
) {
  const connector = connect(settings);
  const admitted = await connector.admit({ kind: 'kubeconfig', kubeconfig: kubeconfigOf(parts) });
  if (!admitted.ok) throw new Error(admitted.error.message);
  const inspection = await connector.inspect(admitted.value.access, questions);
  expect(JSON.stringify(inspection)).not.toContain(TOKEN);
  return inspection;
}

const reasonOf = async (parts: KubeconfigParts, settings: Partial<ConnectorSettings> = {}) => {
  const inspection = await inspect(parts, settings);
  if (inspection.outcome !== 'failed') throw new Error('it answered');
  return inspection.reason;
};

describe('a cluster is asked', () => {
  it('for its version, and for each permission, in the namespace or in all of the cluster', async () => {
    const { server, reviews } = await serve();
    const inspection = await inspect({ server: server.url, token: TOKEN });
    expect(inspection).toEqual({
      outcome: 'answered',
      version: 'v1.34.1',
      granted: QUESTIONS.map(() => true),
    });
    const text = ({ verb, group, resource, namespace }: Omit<AskedAccess, 'kind' | 'about'>) =>
      `${verb} ${group}/${resource} in ${namespace ?? 'all'}`;
    const wanted = QUESTIONS.map(({ permission, namespace }) => {
      const { subresource, resource } = permission;
      return text({
        ...permission,
        resource: subresource ? `${resource}/${subresource}` : resource,
        namespace,
      });
    });
    expect(reviews.asked.map(text).sort()).toEqual(wanted.toSorted());
  });

  it('and each answer is kept at its question', async () => {
    const { server, reviews } = await serve();
    reviews.rules.isDenied = ({ verb, resource }) => verb === 'watch' || resource === 'pods/log';
    const inspection = await inspect({ server: server.url, token: TOKEN });
    const granted = inspection.outcome === 'answered' ? inspection.granted : [];
    const denied = QUESTIONS.filter((_, index) => !granted[index]).map(
      ({ permission: { verb, resource, subresource } }) => [verb, resource, subresource],
    );
    expect(denied).toEqual([
      ['watch', 'nodes', null],
      ['watch', 'jobs', null],
      ['watch', 'pods', null],
      ['get', 'pods', 'log'],
      ['watch', 'events', null],
    ]);
  });

  it('over TLS, with its own authority, by token or by client certificate', async () => {
    const [own, client] = [makeCertificate('fake'), makeCertificate('gauntlet')];
    const { server } = await serve({ tls: { ...own, clients: client.cert } });
    const place = { server: server.url, ca: own.cert };
    expect(await inspect({ ...place, token: TOKEN })).toMatchObject({ outcome: 'answered' });
    expect(await inspect({ ...place, certificate: client })).toMatchObject({ outcome: 'answered' });
    const stranger = makeCertificate('gauntlet');
    expect(await inspect({ ...place, certificate: stranger })).toMatchObject({ outcome: 'failed' });
    expect(server.seen.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('about the account that makes pods, where this server is told which it is', async () => {
    const { inspectOwn, reviews } = await serveOwn({ clusterAccount: ACCOUNT });
    reviews.rules.isDenied = ({ resource }) => resource === 'secrets' || resource === 'nodes';
    const denied = QUESTIONS.map(
      ({ permission: { resource } }) => resource !== 'secrets' && resource !== 'nodes',
    );
    expect(await inspectOwn()).toMatchObject({ outcome: 'answered', granted: denied });
    expect(reviews.asked).toHaveLength(QUESTIONS.length);
    for (const { about, kind, namespace } of reviews.asked) {
      expect(kind).toBe(namespace === null ? 'SubjectAccessReview' : 'LocalSubjectAccessReview');
      expect(about).toEqual({
        user: ACCOUNT,
        groups: ['system:serviceaccounts', 'system:serviceaccounts:gauntlet', 'system:authenticated'],
      });
    }
  });

  it('and what it may not ask about that account is not known', async () => {
    const { inspectOwn, reviews } = await serveOwn({ clusterAccount: ACCOUNT });
    reviews.rules.isForbidden = ({ namespace }) => namespace === null;
    const granted = QUESTIONS.map(({ namespace }) => (namespace === null ? null : true));
    expect(await inspectOwn()).toMatchObject({ outcome: 'answered', version: 'v1.34.1', granted });
  });

  it('about itself where it is told of no account, or signs in by a kubeconfig', async () => {
    const own = await serveOwn();
    await own.inspectOwn();
    const { server, reviews } = await serve();
    await inspect({ server: server.url, token: TOKEN }, { clusterAccount: ACCOUNT });
    const asked = [...own.reviews.asked, ...reviews.asked];
    expect(asked).toHaveLength(2 * QUESTIONS.length);
    for (const { about, kind } of asked) expect([about, kind]).toEqual([null, 'SelfSubjectAccessReview']);
    own.reviews.rules.isForbidden = () => true;
    expect(await own.inspectOwn()).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('(403)'),
    });
  });

  it('in which this server runs itself, by the token that is mounted, as it is at that time', async () => {
    const own = makeCertificate('fake');
    const { server } = await serve({ tls: own });
    const folder = await mkdtemp(join(tmpdir(), 'gauntlet-account-'));
    try {
      await writeFile(join(folder, 'token'), 'an old one\n');
      await writeFile(join(folder, 'ca.crt'), own.cert);
      const { hostname: host, port } = new URL(server.url);
      // Nothing is allowed: where Kubernetes says its own API is needs no leave.
      const connector = connect({ outboundAllow: [], inCluster: { host, port, folder } });
      const admitted = await connector.admit({ kind: 'in-cluster' });
      expect(admitted).toEqual({
        ok: true,
        value: {
          access: { kind: 'in-cluster' },
          facts: { apiServer: server.url, credential: 'service-account' },
        },
      });
      expect(await connector.inspect({ kind: 'in-cluster' }, [])).toMatchObject({ outcome: 'failed' });
      await writeFile(join(folder, 'token'), `${TOKEN}\n`);
      expect(await connector.inspect({ kind: 'in-cluster' }, QUESTIONS)).toMatchObject({
        outcome: 'answered',
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('in which this server does not run is refused', async () => {
    expect(await connect().admit({ kind: 'in-cluster' })).toMatchObject({
      ok: false,
      error: { code: 'invalid-request', message: expect.stringContaining('runs in no Kubernetes cluster') },
    });
    expect(await connect().inspect({ kind: 'in-cluster' }, [])).toMatchObject({ outcome: 'failed' });
  });
});

describe('what this server may reach', () => {
  it.each(['http://127.0.0.1:8001', 'https://10.0.0.1', 'https://169.254.169.254', 'https://[::1]:6443'])(
    'does not have %s in it unless it is allowed',
    async (server) => {
      const kubeconfig = kubeconfigOf({ server, token: TOKEN });
      const admitted = await connect({ outboundAllow: [] }).admit({ kind: 'kubeconfig', kubeconfig });
      expect(admitted).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
      expect(JSON.stringify(admitted)).toContain('GAUNTLET_OUTBOUND_ALLOW');
    },
  );

  it('is asked again at each check', async () => {
    const { server } = await serve();
    const kubeconfig = kubeconfigOf({ server: server.url, token: TOKEN });
    const admitted = await connect().admit({ kind: 'kubeconfig', kubeconfig });
    if (!admitted.ok) throw new Error(admitted.error.message);
    const inspection = await connect({ outboundAllow: [] }).inspect(admitted.value.access, QUESTIONS);
    expect(inspection).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('may not be reached'),
    });
    expect(server.seen).toEqual([]);
  });

  it('does not grow by where an API server sends it', async () => {
    const { server: other } = await serve();
    const { server } = await serve();
    server.state.mood = { status: 302, body: '', headers: { location: `${other.url}/version/` } };
    expect(await reasonOf({ server: server.url, token: TOKEN })).toMatch(
      /sends the request elsewhere \(302\)/,
    );
    expect(other.seen).toEqual([]);
  });
});

describe('a cluster that cannot be used', () => {
  it('says that it does not know the token', async () => {
    const { server } = await serve({ token: 'another' });
    expect(await reasonOf({ server: server.url, token: TOKEN })).toMatch(
      /does not accept the credentials \(401\)/,
    );
  });

  it('says that nobody listens', async () => {
    const { server } = await serve();
    await server.close();
    servers = [];
    expect(await reasonOf({ server: server.url, token: TOKEN })).toMatch(
      /could not be reached: .*ECONNREFUSED/,
    );
  });

  it('says that its certificate is of another authority, and gets no token before', async () => {
    const { server } = await serve({ tls: makeCertificate('fake') });
    const { cert: ca } = makeCertificate('fake');
    expect(await reasonOf({ server: server.url, token: TOKEN, ca })).toMatch(
      /certificate.* not one that `certificate-authority-data` vouches for/,
    );
    expect(await reasonOf({ server: server.url, token: TOKEN })).toMatch(/self-signed certificate/);
    expect(server.seen).toEqual([]);
  });

  const short = { timeoutSeconds: 1, checkSeconds: 10 };
  it.each<[string, Mood, RegExp]>([
    ['never answers', 'silent', /did not answer within 1 s/],
    ['never ends its answer', 'trickles', /did not answer within 1 s/],
    ['drops connections', 'drops', /could not be reached/],
    ['answers without an end', 'endless', /does not speak as Kubernetes does/],
    [
      'is no API server',
      { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } },
      /does not speak/,
    ],
    ['answers with another thing', { status: 200, body: '[]' }, /does not speak as Kubernetes does/],
    ['forbids to ask', { status: 403, body: '{}' }, /does not let these credentials ask.*\(403\)/],
    ['is not well', { status: 500, body: '{}' }, /something is wrong with it \(500\)/],
    ['is busy', { status: 429, body: '{}' }, /too busy to answer \(429\)/],
    ['is another one', { status: 404, body: '{}' }, /answers with 404/],
    ['sends back what it was sent', { status: 500, body: `{"message":"Bearer ${TOKEN}"}` }, /\(500\)/],
    ['takes the token for its version', { status: 200, body: `{"gitVersion":"${TOKEN}"}` }, /does not speak/],
  ])('is cut off when it %s', async (_what, mood, said) => {
    const { server } = await serve();
    server.state.mood = mood;
    expect(await reasonOf({ server: server.url, token: TOKEN }, short)).toMatch(said);
  });

  it('is not asked any longer than a check may take', async () => {
    const { server, reviews } = await serve();
    reviews.rules.isDenied = () => {
      server.state.mood = 'silent'; // from the second question on
      return false;
    };
    const inspection = await inspect(
      { server: server.url, token: TOKEN },
      { timeoutSeconds: 60, checkSeconds: 2 },
    );
    expect(inspection).toMatchObject({
      outcome: 'failed',
      version: 'v1.34.1',
      reason: expect.stringContaining('did not answer all questions within 2 s'),
    });
  });

  it('is not asked anything more once one question failed', async () => {
    const { server, reviews } = await serve();
    reviews.rules.isDenied = () => {
      server.state.mood = { status: 500, body: '{}' };
      return false;
    };
    expect(await reasonOf({ server: server.url, token: TOKEN })).toMatch(/\(500\)/);
    expect(server.seen.length).toBeLessThan(QUESTIONS.length);
  });

  it('has no version that is none', async () => {
    const { server } = await serve({}, `v1.34 ${TOKEN}`);
    expect(await inspect({ server: server.url, token: TOKEN })).toMatchObject({
      outcome: 'answered',
      version: null,
    });
  });
});
