/**
 * The environment of a user's processes. An allow-list, since whatever the server or agent holds
 * (database password, keys, npm's and a test runner's own variables) must not reach the tests, and since
 * npm's additions to PATH would run the wrong Node.js.
 */
import { TREE_VARIABLE } from './process-tree.ts';

const ALLOWED_NAMES = new Set([
  ...['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TERM', 'CI'],
  ...[
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'ALL_PROXY',
    'http_proxy',
    'https_proxy',
    'no_proxy',
    'all_proxy',
  ],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'],
  ...['GIT_SSL_CAINFO', 'NIX_SSL_CERT_FILE', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'LD_LIBRARY_PATH'],
  ...['JAVA_HOME', 'M2_HOME', 'MAVEN_HOME', 'GRADLE_USER_HOME', 'ANDROID_HOME', 'GOROOT', 'GOPATH', 'GOBIN'],
  ...[
    'GOCACHE',
    'GOMODCACHE',
    'GOPROXY',
    'GOPRIVATE',
    'GOTOOLCHAIN',
    'CARGO_HOME',
    'RUSTUP_HOME',
    'DENO_DIR',
  ],
  ...[
    'NVM_DIR',
    'VOLTA_HOME',
    'FNM_DIR',
    'PNPM_HOME',
    'BUN_INSTALL',
    'ASDF_DIR',
    'ASDF_DATA_DIR',
    'PYENV_ROOT',
  ],
  ...['PYENV_VERSION', 'VIRTUAL_ENV', 'CONDA_PREFIX', 'CONDA_DEFAULT_ENV', 'PLAYWRIGHT_BROWSERS_PATH'],
  ...[
    'CYPRESS_CACHE_FOLDER',
    'PUPPETEER_EXECUTABLE_PATH',
    'PUPPETEER_CACHE_DIR',
    'CHROME_BIN',
    'CHROME_PATH',
  ],
  ...['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY', TREE_VARIABLE],
]);
const ALLOWED_PREFIXES = ['LC_', 'XDG_', 'PIP_', 'UV_', 'COREPACK_', 'NPM_CONFIG_', 'TESTCONTAINERS_'];
/** A family may hold credentials among its settings; those are for the definition's secrets to hand over. */
const CREDENTIAL = /AUTH|TOKEN|PASSWORD|SECRET|_KEY$/i;

/** Not even on the word of GAUNTLET_PASS_ENV; a definition may still set its own. */
const NEVER =
  /^(npm_|VITEST|JEST_|GAUNTLET_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|NODE_CHANNEL_|NODE_V8_COVERAGE$)/;
const SERVERS_OWN = new Set(['DATABASE_URL', 'REDIS_URL']);

const FALLBACK_PATH = '/usr/local/bin:/usr/bin:/bin';

export type CallerEnvironment = { path?: string; virtualenv?: string };

/**
 * `own` with what belongs to whoever asks for a run rather than to whoever started the server: the active
 * virtualenv, which is the caller's or none, and PATH, if the caller's is known.
 */
export const ownedByCaller = (
  { VIRTUAL_ENV: _ofTheStarter, ...own }: NodeJS.ProcessEnv,
  { path, virtualenv }: CallerEnvironment = {},
): NodeJS.ProcessEnv => ({
  ...own,
  ...(virtualenv === undefined ? {} : { VIRTUAL_ENV: virtualenv }),
  ...(path === undefined ? {} : { PATH: path, GAUNTLET_CALLER_PATH: path }),
});

/**
 * What a test, a set-up command or git gets as its whole environment: the allowed part of `own` (names in
 * its GAUNTLET_PASS_ENV included, separated by commas or blanks), then `extra` (the definition's
 * environment and secrets, and ours) on top.
 */
export const testEnvironment = (
  own: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>>,
): Record<string, string> => {
  const passed = new Set((own.GAUNTLET_PASS_ENV ?? '').split(/[\s,]+/));
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(own))
    if (value !== undefined && isAllowed(name, passed)) environment[name] = value;
  return { ...environment, PATH: callerPath(own), ...extra };
};

const isAllowed = (name: string, passed: ReadonlySet<string>): boolean => {
  if (ALLOWED_NAMES.has(name)) return true;
  if (NEVER.test(name) || SERVERS_OWN.has(name)) return false;
  if (passed.has(name)) return true;
  return ALLOWED_PREFIXES.some((prefix) => name.startsWith(prefix)) && !CREDENTIAL.test(name);
};

/** The caller's PATH, without what npm put before it when it started us. */
const callerPath = (own: NodeJS.ProcessEnv): string => {
  if (own.GAUNTLET_CALLER_PATH) return own.GAUNTLET_CALLER_PATH;
  // Relative entries would find commands in the folder of the (untrusted) content.
  const entries = (own.PATH ?? '').split(':').filter((entry) => entry.startsWith('/') && !isNpmsOwn(entry));
  return entries.join(':') || FALLBACK_PATH;
};

const isNpmsOwn = (entry: string): boolean => /\/(node_modules\/\.bin|node-gyp-bin)\/?$/.test(entry);
