import { describe, expect, it } from 'vitest';
import { oidcSettingsOf } from './oidc-settings.ts';

const MAP = '[{"group": "devs", "role": "developer", "team": "engines"}]';
const WHOLE = {
  GAUNTLET_OIDC_ISSUER: 'https://id.example/realms/x',
  GAUNTLET_OIDC_CLIENT_ID: 'gauntlet',
  GAUNTLET_OIDC_ROLE_MAP: MAP,
};
const read = (part: Record<string, string> = {}) => oidcSettingsOf({ ...WHOLE, ...part });

describe('the settings of the identity provider', () => {
  it('are none without an issuer', () => {
    expect(oidcSettingsOf({ GAUNTLET_OIDC_CLIENT_ID: 'x' })).toBeNull();
  });

  it('have sensible values where nothing is said', () => {
    expect(read()).toEqual({
      issuer: 'https://id.example/realms/x',
      clientId: 'gauntlet',
      clientSecret: null,
      scopes: 'openid profile email',
      groupsClaim: 'groups',
      roleMap: [{ group: 'devs', role: 'developer', team: 'engines' }],
      name: 'single sign-on',
      linkByEmail: false,
    });
    expect(read({ GAUNTLET_OIDC_LINK_BY_EMAIL: 'true' })?.linkByEmail).toBe(true);
  });

  it('allow plain http on this host alone', () => {
    for (const issuer of ['http://localhost:8080/realms/x', 'http://127.0.0.1:1', 'http://[::1]:1'])
      expect(read({ GAUNTLET_OIDC_ISSUER: issuer })?.issuer).toBe(issuer);
    for (const issuer of [
      'http://id.example',
      'http://localhost.evil.example',
      'ftp://localhost',
      'id.example',
    ])
      expect(() => read({ GAUNTLET_OIDC_ISSUER: issuer })).toThrow('GAUNTLET_OIDC_ISSUER must be an https');
  });

  it('are refused with what is wrong and how it should be', () => {
    const { GAUNTLET_OIDC_ROLE_MAP: _, ...noMap } = WHOLE;
    expect(() => oidcSettingsOf(noMap)).toThrow('without it nobody gets in');
    for (const map of ['{', '[]', '{}', MAP.replace('developer', 'king'), MAP.replace('team', 'Team')])
      expect(() => read({ GAUNTLET_OIDC_ROLE_MAP: map })).toThrow('is not a list of {group, role, team}');
    expect(() => read({ GAUNTLET_OIDC_CLIENT_ID: ' ' })).toThrow('GAUNTLET_OIDC_CLIENT_ID is missing');
    expect(() => read({ GAUNTLET_OIDC_SCOPES: 'profile' })).toThrow('must have "openid"');
    expect(() => read({ GAUNTLET_OIDC_LINK_BY_EMAIL: 'yes' })).toThrow('must be true or false');
  });
});
