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
export type TokenOptions = { scope?: string[]; expiresInDays?: number };
export type ProjectListOptions = { archived?: boolean; limit: number; cursor?: string };
export type ProjectOptions = { name?: string; description?: string };
export type QuotaOptions = { team?: string; user?: string };
