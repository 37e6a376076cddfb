import type { Role, Scope } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import { allows, effectiveScopes, mayGrant, ROLE_SCOPES, scopesOfRoles } from './role-scopes.ts';

describe('roles', () => {
  it('add up, and a name that is no role gives nothing', () => {
    expect(scopesOfRoles(['viewer', 'ci'])).toEqual(['read', 'account', 'submit']);
    expect(scopesOfRoles(['ci'])).toContain('account'); // or no pipeline could be given a token
    expect(scopesOfRoles(['root', 'toString'])).toEqual([]);
  });

  it('never give what only a token of the host has', () => {
    for (const scopes of Object.values(ROLE_SCOPES)) expect(scopes).not.toContain('host');
    expect(allows(ROLE_SCOPES.admin, 'host')).toBe(false);
  });

  it('bound what a token may do, also when they shrink after it was made', () => {
    expect(effectiveScopes(['read', 'submit', 'admin'], ['developer'])).toEqual(['read', 'submit']);
    expect(effectiveScopes(['read', 'host'], ['admin'])).toEqual(['read', 'host']);
    expect(effectiveScopes(['read', 'submit'], [])).toEqual([]);
  });

  it('let an admin do everything else', () => {
    for (const scope of ['read', 'secrets', 'team'] as const) expect(allows(['admin'], scope)).toBe(true);
    expect(allows(['read'], 'submit')).toBe(false);
  });

  it('are given by leads and admins, up to their own', () => {
    const given = (held: readonly Scope[]) =>
      (Object.keys(ROLE_SCOPES) as Role[]).filter((role) => mayGrant(held, role)).sort();
    expect(given(ROLE_SCOPES.lead)).toEqual(['ci', 'developer', 'lead', 'sre', 'viewer']);
    expect(given(ROLE_SCOPES.admin)).toEqual(['admin', 'ci', 'developer', 'lead', 'sre', 'viewer']);
    expect(given(['admin'])).toEqual(given(ROLE_SCOPES.admin));
    for (const role of ['developer', 'sre', 'ci', 'viewer'] as const)
      expect(given(ROLE_SCOPES[role])).toEqual([]);
  });

  it('are given by a token up to what the token may do, whoever owns it', () => {
    expect(mayGrant(['team'], 'viewer')).toBe(false);
    expect(mayGrant(['team', 'read', 'account'], 'viewer')).toBe(true);
    expect(mayGrant(['team', 'read', 'account'], 'developer')).toBe(false);
  });

  it('that are none are taken by whoever may take any', () => {
    expect(mayGrant(ROLE_SCOPES.lead, 'root')).toBe(true);
    expect(mayGrant(ROLE_SCOPES.developer, 'root')).toBe(false);
  });
});
