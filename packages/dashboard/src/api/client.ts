/**
 * The API as this browser's session may use it. A request that is not signed in any more is sent once again
 * after the session was refreshed; when that fails too, the person signs in anew and comes back here.
 */
import { type components, createGauntletClient, type GauntletClient } from '@gauntlet/client';
import { readAsWritten } from './direction-marks.ts';

export type Schema = components['schemas'];

let refreshing: Promise<boolean> | null = null;

/** One refresh for all requests that found out at the same time: a refresh token is good once. */
function refreshSession(): Promise<boolean> {
  refreshing ??= fetch('/api/v1/auth/refresh', { method: 'POST', headers: { 'x-gauntlet-csrf': '1' } })
    .then(
      (answer) => answer.ok,
      () => false,
    )
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const answer = await fetch(request);
  if (answer.status !== 401) return readAsWritten(request, answer);
  if (await refreshSession()) return readAsWritten(again, await fetch(again));
  signInAgain();
  return answer;
}

function signInAgain(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/signin?out&next=${encodeURIComponent(pathname + search)}`);
}

const clients = new Map<string, GauntletClient>();

/** The client of a workspace: a project's, or that of the whole home team. */
export function clientOf(project: string | undefined): GauntletClient {
  const known = clients.get(project ?? '');
  if (known) return known;
  const client = createGauntletClient({
    baseUrl: window.location.origin,
    project,
    headers: { 'x-gauntlet-csrf': '1' },
    fetch: send,
  });
  clients.set(project ?? '', client);
  return client;
}
