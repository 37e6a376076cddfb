/** What went wrong with the provider: in words for the person, a word for the trail, and the rest for the log. */
import * as client from 'openid-client';
import type { ProviderRefusal } from '../../identity/index.ts';

export const unreachable = (issuer: string, cause: unknown): ProviderRefusal => ({
  code: 'unavailable',
  why: 'provider-unavailable',
  message: `The identity provider at ${issuer} cannot be used at the moment: it cannot be reached, or does not answer as one. Try again in a minute; other ways to sign in still work.`,
  detail: reasonsOf(cause),
  retryAfterSeconds: 60,
});

export function refusalOf(issuer: string, cause: unknown): ProviderRefusal {
  if (cause instanceof client.AuthorizationResponseError) return providerSaidNo(cause);
  if (cause instanceof client.ResponseBodyError) return ofTokenAnswer(issuer, cause);
  if (cause instanceof client.WWWAuthenticateChallengeError)
    return serverRefused(issuer, cause, 'it asks for other credentials');
  if (isNetwork(cause)) return unreachable(issuer, cause);
  return {
    code: 'sign-in-failed',
    why: 'answer-not-valid',
    message:
      'The answer of the identity provider does not belong to this sign-in, or was changed. Begin again.',
    detail: reasonsOf(cause),
  };
}

function providerSaidNo(cause: client.AuthorizationResponseError): ProviderRefusal {
  const word = /^[\w.-]{1,60}$/.test(cause.error) ? cause.error : 'an error';
  const isRefused = cause.error === 'access_denied';
  return {
    code: isRefused ? 'not-allowed' : 'sign-in-failed',
    why: 'provider-refused',
    message: isRefused
      ? 'The identity provider did not sign you in: you said no there, or it does not let you use this server.'
      : `The identity provider could not sign you in; it said ${word}. Begin again.`,
    detail: reasonsOf(cause),
  };
}

/** A code is good once and for a short time; what else is refused is a matter of settings. */
function ofTokenAnswer(issuer: string, cause: client.ResponseBodyError): ProviderRefusal {
  if (cause.status >= 500) return unreachable(issuer, cause);
  if (cause.error === 'invalid_grant')
    return {
      code: 'sign-in-failed',
      why: 'code-not-good',
      message: 'This sign-in was finished already, or took too long at the identity provider. Begin again.',
      detail: reasonsOf(cause),
    };
  const word = /^[\w.-]{1,60}$/.test(cause.error) ? cause.error : 'an error';
  return serverRefused(issuer, cause, `it said ${word}`);
}

const serverRefused = (issuer: string, cause: Error, said: string): ProviderRefusal => ({
  code: 'unavailable',
  why: 'provider-refuses-this-server',
  message: `The identity provider at ${issuer} does not take what this server sends; ${said}. Whoever runs this server must check its client id and secret.`,
  detail: reasonsOf(cause),
});

const NETWORK_CODES = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
]);

const isNetwork = (cause: unknown) =>
  cause instanceof TypeError || (cause instanceof client.ClientError && NETWORK_CODES.has(cause.code ?? ''));

/** The chain of reasons, without bodies of answers: those may hold tokens. */
function reasonsOf(cause: unknown): string {
  const parts: string[] = [];
  for (let each = cause; each instanceof Error && parts.length < 5; each = each.cause)
    parts.push('error' in each ? `${each.message} (${String(each.error)})` : each.message);
  return parts.join(': ') || String(cause);
}
