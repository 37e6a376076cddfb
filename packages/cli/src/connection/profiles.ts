/** Servers that somebody has signed in to, each under a name. What is kept of them is pure; files are beside. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Refused, usageRefused } from '../refused.ts';
import { isWholeId } from './whole-id.ts';

export type Profile = {
  server: string;
  token: string;
  username: string;
  teamName: string;
  /** The one that is worked in where none is named; left out for all of the home team. */
  project?: ProfileProject;
};
export type ProfileProject = { projectId: string; name: string };
export type Credentials = { current: string | null; profiles: Readonly<Record<string, Profile>> };

export const NO_CREDENTIALS: Credentials = { current: null, profiles: {} };

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The same server written in two ways is one. */
export const normalUrl = (url: string) => new URL(url).href.replace(/\/+$/, '');

export function readProfileName(typed: string): Result<string, Refused> {
  if (NAME.test(typed)) return ok(typed);
  return refuse(
    usageRefused(
      `"${typed}" is no name for a profile.`,
      'A name has 1 to 64 letters, digits, dots, dashes and underscores, and begins with a letter or digit.',
    ),
  );
}

/** What the file says; null when it is none of ours. Up to 0.1 it held one token for each server's URL. */
export function parseCredentials(value: unknown): Credentials | null {
  if (!isRecord(value)) return null;
  if (isRecord(value.profiles)) return ofProfiles(value.profiles, value.current);
  return isRecord(value.servers) ? ofServers(value.servers, value.current) : null;
}

function ofProfiles(stored: Record<string, unknown>, current: unknown): Credentials {
  const entries = Object.entries(stored).flatMap(([name, entry]): [string, Profile][] => {
    if (!NAME.test(name) || !isRecord(entry) || !URL.canParse(textOf(entry.server))) return [];
    const profile = profileOf(normalUrl(textOf(entry.server)), entry);
    return profile ? [[name, profile]] : [];
  });
  const profiles = Object.fromEntries(entries);
  return {
    current: typeof current === 'string' && Object.hasOwn(profiles, current) ? current : null,
    profiles,
  };
}

function ofServers(stored: Record<string, unknown>, current: unknown): Credentials {
  let taken: Credentials = NO_CREDENTIALS;
  for (const [url, entry] of Object.entries(stored)) {
    const profile = isRecord(entry) && URL.canParse(url) ? profileOf(normalUrl(url), entry) : null;
    if (!profile) continue;
    const name = freeName(taken, profile.server);
    taken = {
      current: url === current ? name : taken.current,
      profiles: { ...taken.profiles, [name]: profile },
    };
  }
  return taken;
}

function profileOf(server: string, stored: Record<string, unknown>): Profile | null {
  const { token, username, teamName, project } = stored;
  if (typeof token !== 'string' || token === '') return null;
  const kept = projectOf(project);
  const profile = { server, token, username: textOf(username), teamName: textOf(teamName) };
  return kept ? { ...profile, project: kept } : profile;
}

function projectOf(stored: unknown): ProfileProject | null {
  if (!isRecord(stored) || !isWholeId(textOf(stored.projectId))) return null;
  return { projectId: textOf(stored.projectId), name: textOf(stored.name) };
}

/** After its host, with its port where there is one, and a number where that is taken. */
function freeName({ profiles }: Credentials, server: string): string {
  const base = new URL(server).host.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  const name = base.slice(0, 56) || 'server';
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${name}-${number}`;
    if (!Object.hasOwn(profiles, tried)) return tried;
  }
}

/** The one that is meant by a server's URL: the current one before others. */
export function nameOfServer({ current, profiles }: Credentials, server: string): string | null {
  if (current !== null && profiles[current]?.server === server) return current;
  return Object.keys(profiles).find((name) => profiles[name]?.server === server) ?? null;
}

/** Never another server in its stead: who names a profile means that one. */
export function findProfile({ profiles }: Credentials, name: string): Result<Profile, Refused> {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile) return ok(profile);
  const names = Object.keys(profiles).sort();
  const known = names.length === 0 ? 'There is none yet' : `Profiles are ${names.join(', ')}`;
  return refuse(
    usageRefused(
      `There is no profile "${name}".`,
      `${known}; sign in with: gauntlet login URL --profile ${NAME.test(name) ? name : 'NAME'}`,
    ),
  );
}

/** Signing in again replaces the token, never the server a name stands for; the same person keeps the project. */
export function withLogin(
  credentials: Credentials,
  asked: string | null,
  profile: Profile,
): Result<{ name: string; credentials: Credentials }, Refused> {
  const name = asked ?? nameOfServer(credentials, profile.server) ?? freeName(credentials, profile.server);
  const before = Object.hasOwn(credentials.profiles, name) ? credentials.profiles[name] : undefined;
  if (before && before.server !== profile.server)
    return refuse(
      usageRefused(
        `The profile "${name}" is of ${before.server}.`,
        `Choose another name, or take it away first: gauntlet profile remove ${name}`,
      ),
    );
  const kept = before?.username === profile.username && before.project ? { project: before.project } : {};
  const profiles = { ...credentials.profiles, [name]: { ...profile, ...kept } };
  return ok({ name, credentials: { current: name, profiles } });
}

/** @param project null: none any more */
export function withProject(
  credentials: Credentials,
  name: string,
  project: ProfileProject | null,
): Result<{ profile: Profile; credentials: Credentials }, Refused> {
  const found = findProfile(credentials, name);
  if (!found.ok) return found;
  const { project: _, ...bare } = found.value;
  const profile = project ? { ...bare, project } : bare;
  const profiles = { ...credentials.profiles, [name]: profile };
  return ok({ profile, credentials: { ...credentials, profiles } });
}

export function withoutProfile(
  { current, profiles }: Credentials,
  name: string,
): Result<{ removed: Profile; credentials: Credentials }, Refused> {
  const found = findProfile({ current, profiles }, name);
  if (!found.ok) return found;
  const { [name]: removed, ...others } = profiles;
  if (!removed) throw new Error(`the profile ${name} was found and is not there`);
  return ok({ removed, credentials: { current: current === name ? null : current, profiles: others } });
}

export function withNewName(
  credentials: Credentials,
  from: string,
  to: string,
): Result<Credentials, Refused> {
  const name = readProfileName(to);
  if (!name.ok) return name;
  const taken = withoutProfile(credentials, from);
  if (!taken.ok) return taken;
  if (Object.hasOwn(taken.value.credentials.profiles, to))
    return refuse(
      usageRefused(`There is a profile "${to}" already.`, 'Choose another name, or remove that one.'),
    );
  const profiles = { ...taken.value.credentials.profiles, [to]: taken.value.removed };
  return ok({ current: credentials.current === from ? to : credentials.current, profiles });
}
