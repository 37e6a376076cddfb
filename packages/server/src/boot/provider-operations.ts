/** Signing in by the identity provider of the settings, where there is one. */
import type { Result } from '@gauntlet/core/kernel';
import type { ProviderOperations } from '../http/people-deps.ts';
import {
  beginProviderSignIn,
  type FinishProviderDeps,
  finishProviderSignIn,
  type IdentityProvider,
  type ProviderRefusal,
} from '../identity/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { OidcSettings } from './oidc-settings.ts';

type Deps = Omit<FinishProviderDeps, 'rules' | 'provider'>;
type Provider = IdentityProvider & { look(): Promise<Result<null, ProviderRefusal>> };

export function createProviderOperations(
  deps: Deps,
  settings: OidcSettings | null,
  createProvider: (settings: OidcSettings, clock: Clock) => Provider,
): ProviderOperations | null {
  if (!settings) return null;
  const provider = createProvider(settings, deps.clock);
  void sayWhenAway(provider, settings, deps.log);
  const all = { ...deps, provider, rules: settings };
  return {
    name: settings.name,
    begin: (order) => beginProviderSignIn(all, order),
    finish: (back) => finishProviderSignIn(all, back),
  };
}

/** The server starts without the provider: others have other ways in, and the next sign-in asks again. */
async function sayWhenAway(provider: Provider, { issuer }: OidcSettings, log: Log): Promise<void> {
  const looked = await provider.look();
  if (looked.ok) log.info({ issuer }, 'the identity provider answers');
  else log.warn({ issuer, detail: looked.error.detail }, 'the identity provider does not answer yet');
}
