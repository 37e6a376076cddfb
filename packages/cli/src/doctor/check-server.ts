/** What the server says of itself, and whether this program and it agree. */
import { networkReason, type paths } from '@gauntlet/client';
import { Me } from '@gauntlet/contract';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { parseJson } from '../connection/read-problem.ts';
import { readServerFile } from '../connection/server-file.ts';
import { VERSION } from '../version.ts';
import { type Check, fine, problem, warning } from './check.ts';

const TIMEOUT_MS = 5_000;
const CLOCK_MS = 5_000;
/** Asked without the client, since what is not ready says so with a body that is worth reading. */
const READY = '/health/ready' satisfies keyof paths;

type Health = { ok: boolean; checks: Record<string, { ok: boolean; message: string }> };

function readHealth(text: string): Health['checks'] {
  const value = parseJson(text) as Partial<Health> | undefined;
  const checks = typeof value?.checks === 'object' && value.checks !== null ? value.checks : {};
  return Object.fromEntries(Object.entries(checks).filter(([, check]) => typeof check?.ok === 'boolean'));
}

/** Half a round trip is not worth reckoning: five seconds are allowed. */
function checkClock(dateHeader: string | null): Check[] {
  const at = Date.parse(dateHeader ?? '');
  if (Number.isNaN(at)) return [];
  const differenceMs = Date.now() - at;
  if (Math.abs(differenceMs) < CLOCK_MS) return [fine('Clock', "agrees with the server's")];
  const seconds = Math.round(differenceMs / 1000);
  return [
    warning(
      'Clock',
      `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the server's`,
      'Set both clocks by NTP: tokens and times depend on them.',
    ),
  ];
}

const titleOf = (name: string) => (name[0] ?? '').toUpperCase() + name.slice(1);

async function checkReady(connection: Connection): Promise<Check[]> {
  const { baseUrl } = connection.address;
  try {
    const answer = await fetch(`${baseUrl}${READY}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const checks = Object.entries(readHealth(await answer.text())).map(([name, check]) =>
      check.ok
        ? fine(titleOf(name), check.message || 'ready')
        : problem(titleOf(name), check.message, 'The log of the server tells more.'),
    );
    const server = answer.ok
      ? fine('Server', baseUrl)
      : problem(
          'Server',
          `${baseUrl} is not ready (${answer.status})`,
          'Wait a moment, or look into its log.',
        );
    return [server, ...checks, ...checkClock(answer.headers.get('date'))];
  } catch (error) {
    return [
      problem(
        'Server',
        `${baseUrl} cannot be reached: ${networkReason(error)}`,
        'Check that it runs, and the URL.',
      ),
    ];
  }
}

async function checkIdentity(connection: Connection): Promise<Check> {
  const me = await askApi(connection.address, (api) => api.GET('/api/v1/me'), Me, { timeoutMs: TIMEOUT_MS });
  if (me.ok) return fine('Signed in', `${me.value.username}, team ${me.value.teamName}`);
  return problem('Signed in', me.error.message, me.error.advice ?? 'Sign in with `gauntlet login`.');
}

async function checkVersions(connection: Connection): Promise<Check[]> {
  if (connection.source !== 'server-file') return [];
  const version = (await readServerFile(connection.dataDir))?.version;
  if (version === undefined || version === VERSION) return [fine('Version', VERSION)];
  return [
    warning('Version', `${VERSION} here, ${version} on the server`, 'Restart the server with this version.'),
  ];
}

export async function checkServer(connection: Connection): Promise<Check[]> {
  const ready = await checkReady(connection);
  if (ready[0]?.state !== 'fine') return ready;
  return [...ready, await checkIdentity(connection), ...(await checkVersions(connection))];
}
