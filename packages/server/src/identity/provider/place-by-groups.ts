import type { Role } from '@gauntlet/contract';
import type { RoleMapRow } from './ports.ts';

export type Place = { team: string; roles: Role[] };

/**
 * Team and roles of somebody in these groups. The first row of the map that fits gives the team, since
 * everybody has one home; all rows of that team that fit give roles. Null: no row fits.
 */
export function placeByGroups(roleMap: readonly RoleMapRow[], groups: readonly string[]): Place | null {
  const fitting = roleMap.filter(({ group }) => groups.includes(group));
  const [first] = fitting;
  if (!first) return null;
  const ofTeam = fitting.filter(({ team }) => team === first.team);
  return { team: first.team, roles: [...new Set(ofTeam.map(({ role }) => role))] };
}
