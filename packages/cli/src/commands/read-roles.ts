import { Role } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Refused, usageRefused } from '../refused.ts';

/** Nothing stays nothing: then the server's own choice holds. */
export function readRoles(typed: readonly string[] | undefined): Result<Role[] | undefined, Refused> {
  if (typed === undefined) return ok(undefined);
  const stranger = typed.find((word) => !Role.safeParse(word).success);
  const roles = [...new Set(typed)] as Role[];
  if (stranger === undefined && roles.length > 0) return ok(roles);
  const why = stranger === undefined ? 'No role is named.' : `"${stranger}" is no role.`;
  return refuse(usageRefused(why, `Roles are ${Role.options.join(', ')}.`));
}
