/**
 * Pure: of a kubeconfig that somebody sent, the one context that is used, with all data in it. What would make
 * this server run a program, read a file of its own disk, go around its rules for what may be reached, or hand
 * the credentials to whoever answers is refused. No message holds a value of it.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Credential, KubeconfigAccess } from '../../environments/index.ts';

const Text = z.string().max(100_000);
const Named = { name: z.string().max(253) };
const Cluster = z.looseObject({
  server: z.string().max(2048),
  'certificate-authority-data': Text.optional(),
  'tls-server-name': z.string().max(253).optional(),
});
const User = z.looseObject({
  token: Text.optional(),
  'client-certificate-data': Text.optional(),
  'client-key-data': Text.optional(),
  username: z.string().max(1024).optional(),
  password: Text.optional(),
});
const Context = z.looseObject({ cluster: z.string(), user: z.string().default('') });
/** A context that is not used may be faulty. */
const Kubeconfig = z.looseObject({
  'current-context': z.string().nullish(),
  clusters: z.array(z.looseObject({ ...Named, cluster: z.unknown() })).max(1000),
  users: z.array(z.looseObject({ ...Named, user: z.unknown() })).max(1000),
  contexts: z.array(z.looseObject({ ...Named, context: z.unknown() })).max(1000),
});
type Parts = z.infer<typeof Kubeconfig>;

const A_FILE = 'names a file, which this server does not read. Put';
const FLATTEN = '`kubectl config view --raw --flatten --minify` does it';

/** What is not taken, and what to do instead. */
const REFUSED_OF_USERS: Readonly<Record<string, string>> = {
  exec: 'would run a program on the server. Make a service account for Gauntlet and give its token instead',
  'auth-provider':
    'would run a plugin on the server. Make a service account for Gauntlet and give its token instead',
  'token-file': `${A_FILE} the token itself under \`token\``,
  tokenFile: `${A_FILE} the token itself under \`token\``,
  'client-certificate': `${A_FILE} its content under \`client-certificate-data\`: ${FLATTEN}`,
  'client-key': `${A_FILE} its content under \`client-key-data\`: ${FLATTEN}`,
  as: 'acts as somebody else. Give the credentials of a service account of its own instead',
  'as-uid': 'acts as somebody else. Give the credentials of a service account of its own instead',
  'as-groups': 'acts as somebody else. Give the credentials of a service account of its own instead',
  'as-user-extra': 'acts as somebody else. Give the credentials of a service account of its own instead',
};
const REFUSED_OF_CLUSTERS: Readonly<Record<string, string>> = {
  'certificate-authority': `${A_FILE} its content under \`certificate-authority-data\`: ${FLATTEN}`,
  'insecure-skip-tls-verify':
    'would hand the credentials to whoever answers. Put the authority of the API server under `certificate-authority-data`',
  'proxy-url': 'goes around what this server may reach. Leave it out',
};

type Read<Value> = Result<Value, string>;

/** @param context null: the current one. The error says what is wrong, and what to do. */
export function readKubeconfig(text: string, context: string | null): Read<KubeconfigAccess> {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const chosen = choose(parsed.value, context);
  if (!chosen.ok) return chosen;
  const { cluster, user } = chosen.value;
  const stranger =
    refusedIn(cluster, REFUSED_OF_CLUSTERS, 'cluster') ?? refusedIn(user, REFUSED_OF_USERS, 'user');
  if (stranger !== null) return refuse(stranger);
  const place = Cluster.safeParse(cluster);
  if (!place.success) return refuse(`Its cluster is not right: ${pathsOf(place.error)}.`);
  const person = User.safeParse(user);
  if (!person.success) return refuse(`Its user is not right: ${pathsOf(person.error)}.`);
  return accessOf(place.data, person.data);
}

function parse(text: string): Read<Parts> {
  // Its own messages quote the lines they are about.
  const document = parseDocument(text, { maxAliasCount: 0, logLevel: 'silent' } as object);
  const [fault] = document.errors;
  if (fault) return refuse(`It is no YAML: see line ${fault.linePos?.[0].line ?? 1}.`);
  const value = toPlain(() => document.toJS({ maxAliasCount: 0 }));
  const parsed = Kubeconfig.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return refuse(`It is no kubeconfig: ${pathsOf(parsed.error)}. \`kubectl config view --raw\` prints one.`);
}

function toPlain(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null; // an alias, which no kubeconfig has: the schema then says what it is not
  }
}

const pathsOf = (error: z.ZodError): string =>
  [...new Set(error.issues.map(({ path }) => path.map(String).join('.') || 'the whole'))]
    .slice(0, 5)
    .map((path) => `\`${path}\` is missing or of another kind`)
    .join(', ');

const MOST_NAMED = 10;
type Chosen = { cluster: unknown; user: unknown };

function choose({ clusters, users, contexts, ...parts }: Parts, asked: string | null): Read<Chosen> {
  const name = asked ?? parts['current-context'] ?? null;
  const known =
    contexts
      .slice(0, MOST_NAMED)
      .map((each) => `"${each.name}"`)
      .join(', ') || 'none';
  if (!name) return refuse(`It has no current-context. Say which one is meant; it has ${known}.`);
  const found = contexts.find((each) => each.name === name);
  if (!found) return refuse(`It has no context "${name}"; it has ${known}.`);
  const context = Context.safeParse(found.context);
  if (!context.success) return refuse(`Its context "${name}" names no cluster.`);
  const cluster = clusters.find((each) => each.name === context.data.cluster);
  if (!cluster) return refuse(`It has no cluster of the name that its context "${name}" says.`);
  const user = users.find((each) => each.name === context.data.user);
  if (!user) return refuse(`It has no user of the name that its context "${name}" says.`);
  return ok({ cluster: cluster.cluster, user: user.user });
}

/** False and nothing are as good as left out. */
function refusedIn(
  part: unknown,
  refused: Readonly<Record<string, string>>,
  of: 'cluster' | 'user',
): string | null {
  if (part === null || typeof part !== 'object') return null;
  const key = Object.keys(refused).find((name) => {
    const value = (part as Record<string, unknown>)[name];
    return value !== undefined && value !== null && value !== false && value !== '';
  });
  return key === undefined ? null : `\`${key}\` of its ${of} ${refused[key]}.`;
}

function accessOf(cluster: z.infer<typeof Cluster>, user: z.infer<typeof User>): Read<KubeconfigAccess> {
  const server = serverOf(cluster.server);
  if (!server.ok) return server;
  const authority = pemOf(cluster['certificate-authority-data'], 'certificate-authority-data', isCertificate);
  if (!authority.ok) return authority;
  const credential = credentialOf(user);
  if (!credential.ok) return credential;
  return ok({
    kind: 'kubeconfig',
    server: server.value,
    certificateAuthority: authority.value,
    serverName: cluster['tls-server-name'] ?? null,
    credential: credential.value,
  });
}

/** As `kubectl proxy` listens; anywhere else credentials would go in the clear. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function serverOf(text: string): Read<string> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return refuse('`server` of its cluster is no address that begins with https://.');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return refuse('`server` of its cluster holds more than an address: a user, a question or a mark.');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    return refuse('`server` of its cluster begins with http://: the credentials would go in the clear.');
  return ok(url.href.replace(/\/+$/, ''));
}

function credentialOf(user: z.infer<typeof User>): Read<Credential> {
  const certificate = pemOf(user['client-certificate-data'], 'client-certificate-data', isCertificate);
  if (!certificate.ok) return certificate;
  const key = pemOf(user['client-key-data'], 'client-key-data', isKey);
  if (!key.ok) return key;
  if (user.token !== undefined) return tokenOf(user.token);
  if (certificate.value !== null && key.value !== null)
    return ok({ kind: 'client-certificate', certificate: certificate.value, key: key.value });
  const { username, password } = user;
  if (username !== undefined && password !== undefined) return ok({ kind: 'password', username, password });
  return refuse(
    'Its user has no credentials: neither `token`, nor `client-certificate-data` with `client-key-data`, nor `username` with `password`.',
  );
}

/** It goes into a header as it is. */
const tokenOf = (text: string): Read<Credential> => {
  const token = text.trim();
  return /^[\x21-\x7e]+$/.test(token)
    ? ok({ kind: 'token', token })
    : refuse('`token` of its user is empty, or holds signs that no token has.');
};

function pemOf(
  base64: string | undefined,
  name: string,
  isRight: (pem: string) => unknown,
): Read<string | null> {
  if (base64 === undefined || base64 === '') return ok(null);
  const pem = Buffer.from(base64, 'base64').toString('utf8');
  try {
    isRight(pem);
    return ok(pem);
  } catch {
    return refuse(`\`${name}\` is not what it should be in base64: PEM that begins with -----BEGIN.`);
  }
}

const isCertificate = (pem: string) => new X509Certificate(pem);
const isKey = (pem: string) => createPrivateKey(pem);
