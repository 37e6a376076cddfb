/** The options of each command as the parser hands them over. */

export type ListOptions = {
  status?: string[];
  verdict?: string[];
  name?: string;
  tag?: string;
  since?: string;
  until?: string;
  limit: number;
  cursor?: string;
};
export type LogOptions = { follow?: boolean; group?: number; stream?: 'setup' | 'output' };
export type ResultOptions = {
  status?: string[];
  search?: string;
  attempt?: number;
  limit: number;
  cursor?: string;
};
export type ArtifactListOptions = { type?: string; limit: number; cursor?: string };
export type ArtifactGetOptions = { type?: string; output: string; force?: boolean };
export type UpOptions = {
  port?: number;
  host?: string;
  logLevel?: string;
  idleExitSeconds?: number;
  roles?: string;
};
export type StartOptions = { port?: number; host?: string; sample: boolean };
export type LoginOptions = { link?: boolean; device?: boolean; withToken?: boolean };
/** `user`: whose tokens; one's own when left out. */
export type TokenOwnerOptions = { user?: string };
export type TokenOptions = { scope?: string[]; expiresInDays?: number };
type Paging = { limit: number; cursor?: string };
export type UserListOptions = Paging & {
  team?: string;
  role?: string;
  search?: string;
  active?: boolean;
  inactive?: boolean;
};
export type UserAddOptions = { email?: string; role?: string[]; team?: string };
/** `false` by `--no-email`. */
export type UserChangeOptions = { name?: string; email?: string | false; role?: string[]; team?: string };
export type InviteOptions = UserAddOptions & { expiresInDays?: number };
export type TeamListOptions = Paging & { search?: string };
/** `false` by `--no-...`. */
export type TeamChangeOptions = { description?: string | false; invitationDays?: number | false };
export type InvitationListOptions = {
  team?: string;
  status?: 'open' | 'accepted' | 'revoked' | 'expired';
  limit: number;
  cursor?: string | undefined;
};
export type QuotaOptions = { team?: string; user?: string; expected?: string };
export type AuditOptions = {
  action?: string[];
  user?: string;
  withToken?: string;
  kind?: string;
  target?: string;
  since?: string;
  until?: string;
  team?: string;
  follow?: boolean;
  after?: number;
  csv?: boolean;
  limit: number;
  cursor?: string;
};
export type ProjectListOptions = { archived?: boolean; limit: number; cursor?: string };
export type ProjectOptions = { name?: string; description?: string };
