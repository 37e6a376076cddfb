import { ok, type Result } from '@gauntlet/core/kernel';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { IdentityProvider, ProviderRefusal, TextSeal } from './ports.ts';
import { MEMORY_SECONDS, sealMemory } from './sealed-memory.ts';

export type BeginProviderDeps = { provider: IdentityProvider; cookieSeal: TextSeal; clock: Clock; log: Log };

/** `sealed` is for a cookie of the browser that is sent to `url`. */
export async function beginProviderSignIn(
  { provider, cookieSeal, clock, log }: BeginProviderDeps,
  { callbackUrl, returnTo }: { callbackUrl: string; returnTo: string },
): Promise<Result<{ url: string; sealed: string; seconds: number }, ProviderRefusal>> {
  const begun = await provider.begin(callbackUrl);
  if (!begun.ok) {
    const { why, detail } = begun.error;
    log.warn({ why, detail }, 'a sign-in by the identity provider could not begin');
    return begun;
  }
  const { url, memory } = begun.value;
  const sealed = await sealMemory(cookieSeal, { memory, callbackUrl, returnTo }, clock.now());
  return ok({ url, sealed, seconds: MEMORY_SECONDS });
}
