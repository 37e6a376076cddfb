/** Which role may do what: the one table. */
import type { Role, Scope } from '@gauntlet/contract';

export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['read', 'account'],
  developer: ['read', 'submit', 'account'],
  ci: ['read', 'submit', 'account'],
  sre: ['read', 'submit', 'audit', 'account'],
  lead: ['read', 'submit', 'secrets', 'account', 'team', 'audit'],
  admin: ['read', 'submit', 'secrets', 'account', 'team', 'audit', 'admin'],
};

const isRole = (name: string): name is Role => Object.hasOwn(ROLE_SCOPES, name);

/** Of several roles, all that any of them may do. A name that is no role gives nothing. */
export function scopesOfRoles(roles: readonly string[]): Scope[] {
  return [...new Set(roles.filter(isRole).flatMap((role) => ROLE_SCOPES[role]))];
}

/**
 * What a token may do now: what it was given, as long as its owner may do that still. `host` comes with
 * the token alone, since no role has it.
 */
export function effectiveScopes(granted: readonly Scope[], roles: readonly string[]): Scope[] {
  const ofOwner = new Set<Scope>([...scopesOfRoles(roles), 'host']);
  return granted.filter((scope) => ofOwner.has(scope));
}

/** `admin` includes every other scope but `host`. */
export const allows = (held: readonly Scope[], needed: Scope): boolean =>
  held.includes(needed) || (needed !== 'host' && held.includes('admin'));

/**
 * Whether somebody with these scopes may give or take that role: nobody hands out more than they hold. What
 * is no role gives nothing, and may be taken by whoever may take any.
 */
export const mayGrant = (held: readonly Scope[], role: string): boolean =>
  allows(held, 'team') && scopesOfRoles([role]).every((scope) => allows(held, scope));
