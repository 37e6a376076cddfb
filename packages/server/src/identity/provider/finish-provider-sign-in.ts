/** The browser is back from the provider: a session, or a refusal that the audit trail tells of. */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Log } from '../../kernel/log.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { NOBODY, recordActIn } from '../audit.ts';
import {
  beginSessionIn,
  completeSession,
  type SessionDeps,
  type SessionTokens,
} from '../sessions/begin-session.ts';
import type { Visitor } from '../sessions/ports.ts';
import { type AdmitDeps, admitPerson, type NotAdmitted } from './admit-person.ts';
import type { IdentityProvider, ProviderPerson, ProviderRefusal, TextSeal } from './ports.ts';
import { type MemoryFault, openMemory } from './sealed-memory.ts';

export type FinishProviderDeps = AdmitDeps &
  SessionDeps & {
    provider: IdentityProvider;
    cookieSeal: TextSeal;
    log: Log;
    inTransaction: InTransaction;
  };

export type ProviderReturn = { query: string; sealed: string | null; visitor: Visitor };
type Refused = Refusal<'sign-in-failed' | 'not-allowed' | 'unavailable'>;
export type ProviderSignedIn = { tokens: SessionTokens; returnTo: string };

const MEMORY_WORDS: Record<MemoryFault, string> = {
  'no-sign-in-begun':
    'This browser has begun no sign-in here, or it took longer than ten minutes. Begin again, and let the browser keep cookies of this server.',
  'memory-changed':
    'What this browser kept of the sign-in was changed, or is of another server. Begin again.',
  'memory-expired': 'The sign-in took longer than ten minutes. Begin again.',
};

export async function finishProviderSignIn(
  deps: FinishProviderDeps,
  { query, sealed, visitor }: ProviderReturn,
): Promise<Result<ProviderSignedIn, Refused>> {
  const came = await comeBack(deps, query, sealed);
  if (!came.ok) {
    const { why, detail, code, message } = came.error;
    deps.log.warn({ why, detail }, 'a sign-in by the identity provider failed');
    await deps.inTransaction((tx) => recordRefusal(deps, tx, visitor, { why, person: null }, null));
    return refuse({ code, message });
  }
  const { who, returnTo } = came.value;
  const begun = await deps.inTransaction(async (tx) => {
    const admitted = await admitPerson(deps, tx, who, visitor);
    if (admitted.ok) return ok(await beginSessionIn(deps, tx, admitted.value, 'oidc', visitor));
    await recordRefusal(deps, tx, visitor, admitted.error, who);
    return admitted;
  });
  if (!begun.ok) return refuse({ code: 'not-allowed', message: begun.error.message });
  return ok({ tokens: await completeSession(deps, begun.value), returnTo });
}

const STATE_DIFFERS =
  'The identity provider answered another sign-in than the last one this browser began. Begin again.';

const memoryRefusal = (why: MemoryFault) =>
  refuse<ProviderRefusal>({ code: 'sign-in-failed', why, message: MEMORY_WORDS[why] });

async function comeBack(
  { provider, cookieSeal, clock }: Pick<FinishProviderDeps, 'provider' | 'cookieSeal' | 'clock'>,
  query: string,
  sealed: string | null,
): Promise<Result<{ who: ProviderPerson; returnTo: string }, ProviderRefusal>> {
  const remembered = await openMemory(cookieSeal, sealed, clock.now());
  if (typeof remembered === 'string') return memoryRefusal(remembered);
  const { memory, callbackUrl, returnTo } = remembered;
  // An answer to what another browser asked would sign this one's person in as somebody else.
  if (new URLSearchParams(query).get('state') !== memory.state)
    return refuse({ code: 'sign-in-failed', why: 'state-differs', message: STATE_DIFFERS });
  const came = await provider.finish({ callbackUrl, query, memory });
  return came.ok ? ok({ who: came.value, returnTo }) : came;
}

async function recordRefusal(
  deps: AdmitDeps,
  tx: Tx,
  { address, requestId, userAgent }: Visitor,
  { why, person }: { why: string; person: NotAdmitted['person'] },
  who: ProviderPerson | null,
): Promise<void> {
  const teamId = person?.teamId ?? (await deps.people.oldestAdminTeam(tx));
  if (teamId === null) return; // nobody is there yet to read it
  const name = person?.username ?? who?.username ?? null;
  const identity = who && { issuer: who.issuer, subject: who.subject };
  await recordActIn(
    deps,
    tx,
    { teamId, by: NOBODY, address, requestId },
    {
      action: 'session.refuse',
      target: { kind: 'user', id: person?.userId ?? null, name },
      detail: { how: 'oidc', why, ...identity, userAgent: userAgent?.slice(0, 300) ?? null },
    },
  );
}
