import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type KubeconfigParts, kubeconfigOf } from '../../testing/kubernetes/kubeconfig.ts';
import { makeCertificate } from '../../testing/kubernetes/make-certificate.ts';
import { readKubeconfig } from './read-kubeconfig.ts';

const SERVER = 'https://api.example.org:6443';
const TOKEN = 'the-token-that-nobody-may-see';
const own = makeCertificate('gauntlet');

const read = (parts: Partial<KubeconfigParts>, context: string | null = null) =>
  readKubeconfig(kubeconfigOf({ server: SERVER, token: TOKEN, ...parts }), context);
const taken = (parts: Partial<KubeconfigParts>) => {
  const found = read(parts);
  if (!found.ok) throw new Error(found.error);
  return found.value;
};
const refusal = (text: string, context: string | null = null) => {
  const found = readKubeconfig(text, context);
  if (found.ok) throw new Error('it was taken');
  return found.error;
};
const refused = (parts: Partial<KubeconfigParts>) =>
  refusal(kubeconfigOf({ server: SERVER, token: TOKEN, ...parts }));

describe('of a kubeconfig is kept', () => {
  it('a token, without the space around it', () => {
    expect(taken({ token: ` ${TOKEN}\n` })).toEqual({
      kind: 'kubeconfig',
      server: SERVER,
      certificateAuthority: null,
      serverName: null,
      credential: { kind: 'token', token: TOKEN },
    });
  });

  it('an authority, and a client certificate with its key', () => {
    const access = read({ ca: own.cert, certificate: own, cluster: { 'tls-server-name': 'kubernetes' } });
    expect(access).toMatchObject({
      ok: true,
      value: { certificateAuthority: own.cert, serverName: 'kubernetes' },
    });
    const text = kubeconfigOf({ server: SERVER, certificate: own });
    expect(readKubeconfig(text, null)).toMatchObject({
      value: { credential: { kind: 'client-certificate', certificate: own.cert, key: own.key } },
    });
  });

  it('a user name with a password', () => {
    const text = kubeconfigOf({ server: SERVER, user: { username: 'ada', password: 'p' } });
    expect(readKubeconfig(text, null)).toMatchObject({
      value: { credential: { kind: 'password', username: 'ada', password: 'p' } },
    });
  });

  it('the one context that is meant, whatever else is in it', () => {
    const named = (name: string) => ({
      cluster: { name, cluster: { server: `https://${name}.example.org` } },
      user: { name, user: name === 'two' ? { exec: { command: 'rm' } } : { token: `token-of-${name}` } },
      context: { name, context: { cluster: name, user: name } },
    });
    const all = ['one', 'two', 'three'].map(named);
    const text = stringify({
      'current-context': 'one',
      clusters: all.map(({ cluster }) => cluster),
      users: all.map(({ user }) => user),
      contexts: all.map(({ context }) => context),
    });
    expect(readKubeconfig(text, null)).toMatchObject({
      value: { server: 'https://one.example.org', credential: { token: 'token-of-one' } },
    });
    expect(readKubeconfig(text, 'three')).toMatchObject({ value: { server: 'https://three.example.org' } });
    expect(JSON.stringify(readKubeconfig(text, 'three'))).not.toContain('token-of-one');
    expect(refusal(text, 'two')).toMatch(/^`exec` of its user would run a program on the server/);
    expect(refusal(text, 'four')).toBe('It has no context "four"; it has "one", "two", "three".');
  });

  it('an address that ends with a path, as Rancher has them', () => {
    expect(taken({ server: 'https://rancher.example.org/k8s/clusters/c-1/' }).server).toBe(
      'https://rancher.example.org/k8s/clusters/c-1',
    );
  });
});

describe('a kubeconfig is not taken', () => {
  it.each([
    ['exec', { command: 'aws', args: ['eks', 'get-token'] }, /would run a program on the server/],
    ['auth-provider', { name: 'gcp' }, /would run a plugin on the server/],
    ['token-file', '/etc/shadow', /names a file, which this server does not read/],
    ['tokenFile', '/etc/shadow', /names a file, which this server does not read/],
    ['client-certificate', '/etc/ssl/a.pem', /names a file, which this server does not read/],
    ['client-key', 'a.key', /names a file, which this server does not read/],
    ['as', 'system:admin', /acts as somebody else/],
    ['as-groups', ['system:masters'], /acts as somebody else/],
  ])('for the %s of its user, also beside a token', (key, value, said) => {
    expect(refused({ user: { [key]: value } })).toMatch(said);
    expect(refused({ user: { [key]: value } })).toContain(`\`${key}\``);
  });

  it.each([
    ['certificate-authority', '/etc/ssl/ca.pem', /names a file, which this server does not read/],
    ['insecure-skip-tls-verify', true, /hand the credentials to whoever answers/],
    ['proxy-url', 'http://proxy.example.org', /goes around what this server may reach/],
  ])('for the %s of its cluster', (key, value, said) => {
    expect(refused({ cluster: { [key]: value } })).toMatch(said);
  });

  it('is nothing wrong with what is written and says nothing', () => {
    expect(read({ cluster: { 'insecure-skip-tls-verify': false }, user: { exec: null, as: '' } }).ok).toBe(
      true,
    );
  });

  it.each([
    ['ftp://example.org', /no address that begins with https/],
    ['example.org', /no address that begins with https/],
    ['http://example.org', /credentials would go in the clear/],
    ['http://localhost.example.org', /credentials would go in the clear/],
    ['https://ada:secret@example.org', /holds more than an address/],
    ['https://example.org?x=1', /holds more than an address/],
  ])('for the server %s', (server, said) => {
    expect(refused({ server })).toMatch(said);
  });

  it('without credentials, or with what is none', () => {
    expect(refusal(kubeconfigOf({ server: SERVER }))).toMatch(/has no credentials/);
    expect(refusal(kubeconfigOf({ server: SERVER, user: { username: 'ada' } }))).toMatch(
      /has no credentials/,
    );
    expect(refused({ token: 'two words' })).toMatch(/holds signs that no token has/);
    expect(refused({ token: ' ' })).toMatch(/is empty/);
    expect(refused({ ca: 'no certificate' })).toMatch(/certificate-authority-data.* in base64: PEM/);
    const wrongKey = { cert: own.cert, key: own.cert };
    expect(refusal(kubeconfigOf({ server: SERVER, certificate: wrongKey }))).toMatch(/client-key-data/);
  });

  it.each([
    ['', /no kubeconfig/],
    ['just words', /no kubeconfig/],
    ['{}', /`clusters` is missing/],
    ['clusters: []\nusers: []\ncontexts: []', /has no current-context.*it has none/],
    ['current-context: x\nclusters: []\nusers: []\ncontexts: []', /has no context "x"/],
    [
      'current-context: x\nclusters: []\nusers: []\ncontexts: [{name: x, context: {cluster: a}}]',
      /no cluster/,
    ],
    ['a: &a [1]\nclusters: *a\nusers: *a\ncontexts: *a', /no kubeconfig/],
  ])('for %j', (text, said) => {
    expect(refusal(text)).toMatch(said);
  });

  it('that says nothing of what is in it, whatever is wrong', () => {
    const broken = `users:\n- name: a\n  user:\n    token: "${TOKEN}\n`;
    expect(refusal(broken)).toMatch(/^It is no YAML: see line \d+\.$/);
    const all = [
      refusal(broken),
      refused({ user: { exec: { command: TOKEN } } }),
      refused({ token: `${TOKEN} ${TOKEN}` }),
      refused({ server: `https://${TOKEN}:x@example.org` }),
      refusal(kubeconfigOf({ server: SERVER, user: { token: { secret: TOKEN } } })),
    ];
    expect(all.filter((said) => said.includes(TOKEN))).toEqual([]);
  });
});
