/** Pure: what a git URL says, with credentials in it taken out before it is shown or handed to a command. */
import { canonicalHost } from '@gauntlet/host/outbound';

export type GitAddress = {
  protocol: 'http' | 'https' | 'ssh';
  /** As `canonicalHost` of the outbound guard writes it. */
  host: string;
  port: number;
  /** Without user and password for http(s): safe on a command line, in a log and in a message. */
  url: string;
  /** `https://host:port`, for scoping credentials to it. */
  origin: string;
  login?: GitLogin;
};

export type GitLogin = { username: string; password: string };

/** Bitbucket wants this name beside an access token; everybody else takes any. */
const TOKEN_USERS: Readonly<Record<string, string>> = { 'bitbucket.org': 'x-token-auth' };
const ANY_TOKEN_USER = 'x-access-token';

/** Null when it is no URL that git may fetch from; `user@host:path` is one by ssh. */
export const readGitAddress = (url: string): GitAddress | null => {
  const short = /^[\w.-]+@([\w.-]+):(?!\/\/)/.exec(url);
  if (short) return sshAddress(url, short[1] ?? '', '');
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol === 'http:') return readHttpAddress(parsed, 'http', 80);
  if (parsed.protocol === 'https:') return readHttpAddress(parsed, 'https', 443);
  return parsed.protocol === 'ssh:' ? sshAddress(url, parsed.hostname, parsed.port) : null;
};

/** ssh takes a name as it is written, and one that begins with a dash would be an option. */
const sshAddress = (url: string, name: string, port: string): GitAddress | null => {
  const host =
    /^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(name) && !name.startsWith('-') ? canonicalHost(name) : null;
  return host === null ? null : { protocol: 'ssh', host, port: Number(port || 22), url, origin: '' };
};

const readHttpAddress = (
  parsed: URL,
  protocol: 'http' | 'https',
  standardPort: number,
): GitAddress | null => {
  const { username, password, origin } = parsed;
  const host = canonicalHost(parsed.hostname);
  if (host === null) return null;
  parsed.username = '';
  parsed.password = '';
  const port = Number(parsed.port || standardPort);
  const address: GitAddress = { protocol, host, port, url: parsed.href, origin };
  if (!username && !password) return address;
  const [user, word] = [decodePart(username), decodePart(password)];
  // `https://TOKEN@host/` is a common way to write a token.
  const login = word ? { username: user, password: word } : { username: ANY_TOKEN_USER, password: user };
  return { ...address, login };
};

const decodePart = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % that encodes nothing: then it was meant as it stands.
    return text;
  }
};

/** A token as git wants it; `user:password` is taken as both. */
export const loginByToken = (token: string, origin: string): GitLogin => {
  const text = token.trim();
  const colon = text.indexOf(':');
  if (colon > 0) return { username: text.slice(0, colon), password: text.slice(colon + 1) };
  const host = URL.canParse(origin) ? new URL(origin).hostname : '';
  return { username: TOKEN_USERS[host] ?? ANY_TOKEN_USER, password: text };
};
