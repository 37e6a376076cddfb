import { describe, expect, it } from 'vitest';
import { placeByGroups } from './place-by-groups.ts';
import type { RoleMapRow } from './ports.ts';

const MAP: RoleMapRow[] = [
  { group: 'platform', role: 'lead', team: 'engines' },
  { group: 'developers', role: 'developer', team: 'engines' },
  { group: 'devs', role: 'developer', team: 'engines' },
  { group: 'brakes', role: 'admin', team: 'brakes' },
];

describe('the place of somebody in groups', () => {
  it('is the team of the first row that fits, with all roles that the groups give there', () => {
    expect(placeByGroups(MAP, ['devs', 'developers', 'platform'])).toEqual({
      team: 'engines',
      roles: ['lead', 'developer'],
    });
  });

  it('gives a role of one team in no other', () => {
    expect(placeByGroups(MAP, ['brakes', 'developers'])).toEqual({ team: 'engines', roles: ['developer'] });
  });

  it('is none without a group that is mapped, to the letter', () => {
    for (const groups of [[], ['Platform'], ['platform '], ['plat']])
      expect(placeByGroups(MAP, groups)).toBeNull();
  });
});
