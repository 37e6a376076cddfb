/**
 * An OpenID Connect provider, by authorization code with PKCE, state and nonce. Owns what was discovered of
 * it, for an hour; a discovery that failed is not remembered, so that the next sign-in tries again.
 */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import * as client from 'openid-client';
import type { IdentityProvider, ProviderPerson, ProviderRefusal } from '../../identity/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refusalOf, unreachable } from './explain-failure.ts';
import { personFrom } from './read-claims.ts';

export type OpenIdSettings = {
  issuer: string;
  clientId: string;
  /** Null: a public client. */
  clientSecret: string | null;
  scopes: string;
  groupsClaim: string;
};

export type OpenIdProvider = IdentityProvider & {
  /** Whether the provider answers, for the log at the start. */
  look(): Promise<Result<null, ProviderRefusal>>;
};

const TIMEOUT_SECONDS = 10;
const DISCOVERED_MS = 3_600_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export function createOpenIdProvider(settings: OpenIdSettings, clock: Clock): OpenIdProvider {
  const discover = rememberDiscovery(settings, clock);
  const attempt = async <Value>(work: (config: client.Configuration) => Promise<Value>) => {
    let config: client.Configuration;
    try {
      config = await discover();
    } catch (cause) {
      return refuse(unreachable(settings.issuer, cause));
    }
    try {
      return ok(await work(config));
    } catch (cause) {
      return refuse(refusalOf(settings.issuer, cause));
    }
  };
  return {
    look: () => attempt(async () => null),
    begin: (callbackUrl) => attempt((config) => begin(config, settings, callbackUrl)),
    finish: (answer) => attempt((config) => finish(config, settings, answer)),
  };
}

async function begin(config: client.Configuration, { scopes }: OpenIdSettings, callbackUrl: string) {
  const memory = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier: client.randomPKCECodeVerifier(),
  };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callbackUrl,
    scope: scopes,
    state: memory.state,
    nonce: memory.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(memory.codeVerifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href, memory };
}

async function finish(
  config: client.Configuration,
  { groupsClaim }: OpenIdSettings,
  { callbackUrl, query, memory }: Parameters<IdentityProvider['finish']>[0],
): Promise<ProviderPerson> {
  const back = new URL(callbackUrl);
  back.search = query;
  const tokens = await client.authorizationCodeGrant(config, back, {
    expectedState: memory.state,
    expectedNonce: memory.nonce,
    pkceCodeVerifier: memory.codeVerifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error('the provider sent no ID token');
  // Many providers put little into the ID token and tell the rest when they are asked.
  const more = config.serverMetadata().userinfo_endpoint
    ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
    : {};
  return personFrom(claims, more, groupsClaim);
}

/** Several sign-ins at once share one discovery. */
function rememberDiscovery(settings: OpenIdSettings, clock: Clock): () => Promise<client.Configuration> {
  let held: { config: Promise<client.Configuration>; until: number } | null = null;
  return () => {
    const now = clock.now().getTime();
    if (held && now < held.until) return held.config;
    const mine = { config: discoverNow(settings), until: now + DISCOVERED_MS };
    held = mine;
    mine.config.catch(() => {
      if (held === mine) held = null;
    });
    return mine.config;
  };
}

function discoverNow({ issuer, clientId, clientSecret }: OpenIdSettings): Promise<client.Configuration> {
  const server = new URL(issuer);
  // Not taking the transport's word for the ID token: its signature is checked against the provider's keys.
  const execute = [client.enableNonRepudiationChecks];
  if (isLoopback(server)) execute.push(client.allowInsecureRequests);
  const authentication = clientSecret === null ? client.None() : bySecret(clientSecret);
  return client.discovery(server, clientId, undefined, authentication, {
    execute,
    timeout: TIMEOUT_SECONDS,
    [client.customFetch]: fetchSafely,
  });
}

/** As the provider wants it; by header where it says nothing (OpenID Connect Discovery 1.0, section 3). */
function bySecret(secret: string): client.ClientAuth {
  const byHeader = client.ClientSecretBasic(secret);
  const byBody = client.ClientSecretPost(secret);
  return (server, metadata, body, headers) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const send = ways.includes('client_secret_basic') ? byHeader : byBody;
    return send(server, metadata, body, headers);
  };
}

const isLoopback = ({ protocol, hostname }: URL) => protocol === 'http:' && LOOPBACK.has(hostname);

/** A provider on this host may be plain http; where it points to must be on this host too. */
const fetchSafely: client.CustomFetch = (address, options) => {
  const url = new URL(address);
  if (url.protocol !== 'https:' && !isLoopback(url))
    return Promise.reject(new TypeError(`${url.origin} is not https`));
  return fetch(url, options as RequestInit);
};
