/** A namespace that is there for one suite only: made, and gone again whatever became of the making. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiTrouble, Rest } from '../adapters/kubernetes/api/rest.ts';

type Asking = Pick<Rest, 'ask'>;
type Patience = { tries: number; pauseMs: number };

const USUAL_PATIENCE: Patience = { tries: 180, pauseMs: 1000 };

const pathOf = (namespace: string) => `/api/v1/namespaces/${namespace}`;

/** One that takes restricted pods only, as the strictest clusters do. */
export async function makeNamespace(rest: Asking, name: string, patience = USUAL_PATIENCE): Promise<void> {
  const labels = {
    'app.kubernetes.io/managed-by': 'gauntlet-contract',
    'pod-security.kubernetes.io/enforce': 'restricted',
  };
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
  const made = await rest.ask({ method: 'POST', path: '/api/v1/namespaces', body, urgency: 'finish' });
  const refused = made.ok ? null : new Error(`The namespace was not made: ${JSON.stringify(made.error)}`);
  if (!made.ok && made.error.code === 'answered') throw refused;
  try {
    // Whether it was made is not known where nothing was answered.
    if (refused) throw refused;
    // Pods are refused until the service account that every namespace has is there.
    await until(patience, `The namespace ${name} has no service account.`, async () => {
      const answer = await get(rest, `${pathOf(name)}/serviceaccounts/default`);
      return answer.ok ? null : answer.error;
    });
  } catch (cause) {
    const removed = await removeNamespace(rest, name, patience).catch((error: unknown) => error);
    throw removed ? new AggregateError([cause, removed], `${cause}; ${removed}`) : cause;
  }
}

/** That it is gone is told by nothing but "not found": an outage is no proof. */
export async function removeNamespace(rest: Asking, name: string, patience = USUAL_PATIENCE): Promise<void> {
  await until(patience, `The namespace ${name} does not go. Remove it by hand.`, async () => {
    const deleted = await rest.ask({ method: 'DELETE', path: pathOf(name), urgency: 'finish' });
    // Conflict: it is going already.
    return deleted.ok || isGone(deleted.error) || answeredWith(deleted.error, 409) ? null : deleted.error;
  });
  await until(patience, `The namespace ${name} does not go. Remove it by hand.`, async () => {
    const answer = await get(rest, pathOf(name));
    if (answer.ok) return 'it is there';
    return isGone(answer.error) ? null : answer.error;
  });
}

const get = (rest: Asking, path: string) => rest.ask({ method: 'GET', path, urgency: 'finish' });

const answeredWith = (trouble: ApiTrouble, code: number) =>
  trouble.code === 'answered' && trouble.answer.code === code;
const isGone = (trouble: ApiTrouble) => answeredWith(trouble, 404);

/** @param what null: it is so; else why it is not yet */
async function until(
  { tries, pauseMs }: Patience,
  otherwise: string,
  what: () => Promise<ApiTrouble | string | null>,
): Promise<void> {
  let last: ApiTrouble | string | null = null;
  for (let at = 0; at < tries; at += 1) {
    last = await what();
    if (last === null) return;
    await pause(pauseMs);
  }
  throw new Error(`${otherwise} Last: ${JSON.stringify(last)}`);
}
