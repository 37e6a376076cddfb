/**
 * Pure: the environment that makes git safe with strangers' repositories and quiet about secrets.
 * Settings travel in GIT_CONFIG_COUNT and so on: they are on no command line and in no file.
 */
import type { GitLogin } from './git-address.ts';
import type { GitRoute } from './git-route.ts';

export type GitAccess = {
  login?: { origin: string; login: GitLogin };
  ssh: { keyFile?: string; knownHostsFile: string };
  stallSeconds: number;
  route: GitRoute;
  /** Where git's own folder is not in the target. */
  apart?: { gitFolder: string; target: string };
};

/** Reads from variables that only git and its children see. `get` is the one question it answers. */
const CREDENTIAL_HELPER =
  '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$GAUNTLET_GIT_USERNAME" "$GAUNTLET_GIT_PASSWORD"; }; f';

export const gitEnvironment = (
  base: Readonly<Record<string, string>>,
  access: GitAccess,
): Record<string, string> => {
  const own = Object.entries(base).filter(
    ([name]) => (!name.startsWith('GIT_') || name === 'GIT_SSL_CAINFO') && !isSettled(name, access.route),
  );
  return {
    ...Object.fromEntries(own),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GCM_INTERACTIVE: 'never',
    GIT_ALLOW_PROTOCOL: 'http:https:ssh',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_SSH_COMMAND: sshCommand(access),
    GIT_SSH_VARIANT: 'ssh',
    ...configVariables([...SAFE_CONFIG, ...httpConfig(access)]),
    ...(access.apart && { GIT_DIR: access.apart.gitFolder, GIT_WORK_TREE: access.apart.target }),
    ...(access.login && {
      GAUNTLET_GIT_USERNAME: access.login.login.username,
      GAUNTLET_GIT_PASSWORD: access.login.login.password,
    }),
  };
};

type Setting = readonly [name: string, value: string];

const SAFE_CONFIG: readonly Setting[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['protocol.ext.allow', 'never'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  // What a server could send git elsewhere by: a redirection, other places for packs.
  ['http.followRedirects', 'false'],
  ['fetch.uriProtocols', ''],
  ['transfer.bundleURI', 'false'],
  // Files of git-lfs stay the small pointers they are in the repository.
  ['filter.lfs.process', ''],
  ['filter.lfs.smudge', ''],
  ['filter.lfs.clean', ''],
  ['filter.lfs.required', 'false'],
  // What git does by itself in the background would be ended with the fetch.
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

const httpConfig = ({ login, stallSeconds, route }: GitAccess): Setting[] => [
  ['http.lowSpeedLimit', '1'],
  ['http.lowSpeedTime', String(Math.ceil(stallSeconds))],
  ...routeConfig(route),
  // An empty helper forgets those of the user's own configuration: the given credential or none.
  ...(login
    ? ([
        ['credential.helper', ''],
        [`credential.${login.origin}.helper`, CREDENTIAL_HELPER],
      ] as const)
    : []),
];

/** Whether to take a proxy was decided with the route: git does not ask itself once more, and otherwise. */
const isSettled = (name: string, route: GitRoute): boolean =>
  route.by !== 'itself' && /^(?:https?|all|no)_proxy$/i.test(name);

const routeConfig = (route: GitRoute): Setting[] => {
  if (route.by === 'itself') return [];
  if (route.by === 'proxy') return [['http.proxy', route.proxy]];
  const { host, port, addresses } = route;
  const straight: Setting = ['http.proxy', ''];
  const [name] = addresses;
  // An address is looked up nowhere.
  if (name === host) return [straight];
  const bracketed = addresses.map((address) => (address.includes(':') ? `[${address}]` : address));
  return [straight, ['http.curloptResolve', `${host}:${port}:${bracketed.join(',')}`]];
};

const configVariables = (settings: readonly Setting[]): Record<string, string> => {
  const numbered = settings.flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, name],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(numbered) };
};

/** A new host is taken on trust and noted in a file of its own; one that the user knows must be the same. */
const sshCommand = ({ ssh, stallSeconds, route }: GitAccess): string => {
  const options = [
    'BatchMode=yes',
    'StrictHostKeyChecking=accept-new',
    `UserKnownHostsFile=${ssh.knownHostsFile} ~/.ssh/known_hosts`,
    `ConnectTimeout=${Math.ceil(stallSeconds)}`,
    'ServerAliveInterval=15',
    ...sshRoute(route),
    ...(ssh.keyFile ? ['IdentitiesOnly=yes', 'IdentityAgent=none', `IdentityFile=${ssh.keyFile}`] : []),
  ];
  return ['ssh', ...options.flatMap((option) => ['-o', quoteForShell(option)])].join(' ');
};

/** The key is still looked for under the name of the host, as known_hosts has it. */
const sshRoute = (route: GitRoute): string[] => {
  if (route.by !== 'addresses') return [];
  const { host, port, addresses } = route;
  const alias = port === 22 ? host : `[${host}]:${port}`;
  return [`HostName=${addresses[0]}`, `HostKeyAlias=${alias}`, `Port=${port}`, 'CanonicalizeHostname=no'];
};

const quoteForShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
