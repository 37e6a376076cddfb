/** Who may do what: the words. Which role is given which scopes is decided in core. */
import { z } from 'zod';

/**
 * What a request may do. `admin` includes all others; `host` is held by the token in the data directory
 * alone: whoever can read it is on the server's host.
 */
export const Scope = z.enum(['read', 'submit', 'secrets', 'account', 'team', 'audit', 'admin', 'host']);
export type Scope = z.infer<typeof Scope>;

/** Scopes that a person can give to a token. */
export const GrantableScope = Scope.exclude(['host']);
export type GrantableScope = z.infer<typeof GrantableScope>;

/** Of USERS.roles, and of a member of a project (there without admin). */
export const Role = z.enum(['admin', 'lead', 'developer', 'viewer', 'sre', 'ci']);
export type Role = z.infer<typeof Role>;
export const ProjectRole = Role.exclude(['admin']);
export type ProjectRole = z.infer<typeof ProjectRole>;
