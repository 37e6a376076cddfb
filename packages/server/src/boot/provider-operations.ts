/** Signing in by the identity provider of the settings, where there is one. */
import { scopesOfRoles } from '@gauntlet/core/identity';
import type { Result } from '@gauntlet/core/kernel';
import type { BrowserSession, ProviderOperations } from '../http/deps.ts';
import {
  type AdmitDeps,
  beginProviderSignIn,
  createTokenIn,
  finishProviderSignIn,
  type IdentityProvider,
  type ProviderRefusal,
  type SessionGate,
  type TextSeal,
  type TokenDeps,
} from '../identity/index.ts';
import type { Log } from '../kernel/log.ts';
import type { OidcSettings } from './oidc-settings.ts';

type Deps = Omit<AdmitDeps, 'rules'> & TokenDeps & { seal: TextSeal; log: Log };
type Provider = IdentityProvider & { look(): Promise<Result<null, ProviderRefusal>> };

export function createProviderOperations(
  deps: Deps,
  settings: OidcSettings | null,
  createProvider: (settings: OidcSettings) => Provider,
): ProviderOperations | null {
  if (!settings) return null;
  const provider = createProvider(settings);
  void sayWhenAway(provider, settings, deps.log);
  const gate = sessionGate(deps);
  const all = { ...deps, provider, gate, rules: settings };
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

const SESSION_SECONDS = 7 * 24 * 3600;

function sessionGate(deps: Deps): SessionGate<BrowserSession, BrowserSession> {
  return {
    begin: async (tx, { userId }) => {
      const { token } = await createTokenIn(deps, tx, {
        userId,
        name: 'browser session',
        scopes: scopesOfRoles(['admin']), // of these, what the roles of the person allow
        kind: 'session',
        expiresInSeconds: SESSION_SECONDS,
      });
      return { token, seconds: SESSION_SECONDS };
    },
    complete: async (session) => session,
  };
}
