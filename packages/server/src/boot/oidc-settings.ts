/** GAUNTLET_OIDC_*: how people sign in by an identity provider. */
import { Role } from '@gauntlet/contract';
import { z } from 'zod';
import type { RoleMapRow } from '../identity/index.ts';

export type OidcSettings = {
  issuer: string;
  clientId: string;
  /** Null: a public client. */
  clientSecret: string | null;
  scopes: string;
  groupsClaim: string;
  roleMap: readonly RoleMapRow[];
  /** On the button. */
  name: string;
  linkByEmail: boolean;
};

const PREFIX = 'GAUNTLET_OIDC_';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const RoleMap = z
  .array(
    z.strictObject({
      group: z.string().min(1).max(300),
      role: Role,
      team: z.string().trim().min(1).max(100),
    }),
  )
  .min(1);

/** Null: without an issuer there is no provider. Throws what is wrong, and how to set it right. */
export function oidcSettingsOf(environment: NodeJS.ProcessEnv): OidcSettings | null {
  const read = (name: string) => environment[PREFIX + name]?.trim() || null;
  const issuer = read('ISSUER');
  if (issuer === null) return null;
  const clientId = read('CLIENT_ID');
  if (clientId === null)
    throw new Error(
      `${PREFIX}CLIENT_ID is missing: the id under which the identity provider knows this server.`,
    );
  const scopes = read('SCOPES') ?? 'openid profile email';
  if (!scopes.split(/\s+/).includes('openid'))
    throw new Error(`${PREFIX}SCOPES must have "openid" among its words, not "${scopes}".`);
  return {
    issuer: issuerOf(issuer),
    clientId,
    clientSecret: read('CLIENT_SECRET'),
    scopes,
    groupsClaim: read('GROUPS_CLAIM') ?? 'groups',
    roleMap: roleMapOf(read('ROLE_MAP')),
    name: read('NAME') ?? 'single sign-on',
    linkByEmail: flagOf('LINK_BY_EMAIL', read('LINK_BY_EMAIL')),
  };
}

function issuerOf(text: string): string {
  const url = URL.parse(text);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (isSafe) return text;
  throw new Error(
    `${PREFIX}ISSUER must be an https address (plain http is for this host alone), not "${text}".`,
  );
}

function roleMapOf(text: string | null): RoleMapRow[] {
  const example = '[{"group": "engineering", "role": "developer", "team": "engines"}]';
  if (text === null)
    throw new Error(`${PREFIX}ROLE_MAP is missing; without it nobody gets in. For example: ${example}`);
  const parsed = RoleMap.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') || 'it';
  throw new Error(
    `${PREFIX}ROLE_MAP is not a list of {group, role, team}: ${where}: ${issue?.message ?? ''}. For example: ${example}`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Refused by the schema, which says what is wanted.
    return undefined;
  }
}

function flagOf(name: string, text: string | null): boolean {
  if (text === null || text === 'false') return false;
  if (text === 'true') return true;
  throw new Error(`${PREFIX}${name} must be true or false, not "${text}".`);
}
