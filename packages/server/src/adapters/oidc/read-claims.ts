/** What a provider says of somebody, as ours. Claims of other types than expected say nothing. */
import type { ProviderPerson } from '../../identity/index.ts';

export type Claims = { iss: string; sub: string; [name: string]: unknown };

/**
 * @param more what the provider tells when asked; the ID token comes first
 */
export function personFrom(
  idToken: Claims,
  more: Record<string, unknown>,
  groupsClaim: string,
): ProviderPerson {
  const claims = { ...more, ...idToken };
  return {
    issuer: idToken.iss,
    subject: idToken.sub,
    username: textOf(claims.preferred_username) ?? textOf(claims.nickname),
    email: verifiedEmail(idToken.email === undefined ? more : idToken),
    groups: wordsOf(valueAt(claims, groupsClaim)),
  };
}

/** Address and word of it from one source: the one may tell of an old address, the other of a new one. */
const verifiedEmail = ({ email, email_verified }: Record<string, unknown>): string | null =>
  email_verified === true || email_verified === 'true' ? textOf(email) : null;

/** By its whole name, or else by the way to it: `realm_access.roles`. */
function valueAt(claims: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** One word alone is a list of one: some providers leave the list out then. */
const wordsOf = (value: unknown): string[] =>
  [value].flat().filter((word): word is string => typeof word === 'string' && word !== '');

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
