/**
 * Fetches one commit of a repository. Not fetched: history (where the server can leave it out), tags and
 * other branches, submodules, and the contents of git-lfs (their pointer files are there). Nor is anybody
 * asked but the host of the URL, at the addresses that it was judged by (git-route.ts).
 *
 * Owns the target folder and one beside it, or in the agent's own, which is gone when it returns: for an SSH key, and
 * where others may write into the target, for all that git runs by. No
 * credential is ever on a command line, in a log, in .git/config or in a message.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Content } from '@gauntlet/contract';
import { type Result, refuse } from '@gauntlet/core/kernel';
import { type ContentOrder, type ContentRefusal, DEFAULT_CONTENT_LIMITS } from './content-order.ts';
import { explainGit, explainMissingRef, explainUnfinished, MISSING_REF } from './explain-git.ts';
import { explainRedirect, REDIRECTED } from './find-redirect.ts';
import { findRoute } from './find-route.ts';
import { type GitAddress, loginByToken, readGitAddress } from './git-address.ts';
import { type GitAccess, gitEnvironment } from './git-environment.ts';
import type { GitRoute } from './git-route.ts';
import { createGitRunner, type GitOutcome, type GitRunner } from './run-git.ts';

type GitContent = Extract<Content, { type: 'git' }>;
type GitResult = Result<{ commit: string }, ContentRefusal>;

export const fetchGit = async (order: ContentOrder, content: GitContent): Promise<GitResult> => {
  const address = readGitAddress(content.url);
  if (!address)
    return refuse(invalid(`${JSON.stringify(withoutLogin(content.url))} is no https, http or ssh URL.`));
  const mismatch = judgeCredentials(content, address, order.credential);
  if (mismatch) return refuse(mismatch);
  await mkdir(order.target, { recursive: true });
  const scratch = await mkdtemp(join(order.ownFolder ?? dirname(order.target), '.keys-'));
  try {
    const stallSeconds = order.limits?.stallSeconds ?? DEFAULT_CONTENT_LIMITS.stallSeconds;
    const route = await findRoute(order, address, stallSeconds);
    if (!route.ok) return route;
    const access = await openAccess(order, content, address, { scratch, stallSeconds, route: route.value });
    const environment = gitEnvironment(order.environment, access);
    const runWith = (variables: Record<string, string>) =>
      createGitRunner(
        { ...order, onOutput: () => undefined },
        { ...environment, ...variables },
        stallSeconds,
      );
    const git = createGitRunner(order, environment, stallSeconds);
    const fetched = await fetchCommit(git, order, content, address, () =>
      explainRedirect(address.url, scratch, runWith),
    );
    if (fetched.ok && access.apart) await bringTogether(git, access.apart);
    return fetched;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

const invalid = (message: string): ContentRefusal => ({ reason: 'content-invalid', message });

const withoutLogin = (url: string): string => url.replace(/\/\/[^/]*@/, '//');

const judgeCredentials = (
  { credentials }: GitContent,
  { protocol, url }: GitAddress,
  value: string | undefined,
): ContentRefusal | null => {
  if (!credentials) return null;
  if (value === undefined || value.trim() === '')
    return invalid(`The secret "${credentials.secret}" for ${url} is empty.`);
  if (credentials.kind === 'token' && protocol !== 'https' && protocol !== 'http')
    return invalid(`A token opens https:// repositories only; ${url} takes an ssh-key.`);
  if (credentials.kind === 'ssh-key' && protocol !== 'ssh')
    return invalid(`An ssh-key opens ssh repositories only; ${url} takes a token.`);
  if (credentials.kind === 'token' && /[\r\n\0]/.test(value.trim()))
    return invalid(`The secret "${credentials.secret}" is no token: it has several lines.`);
  return null;
};

type Access = { scratch: string; stallSeconds: number; route: GitRoute };

const openAccess = async (
  order: ContentOrder,
  { credentials }: GitContent,
  { login, origin }: GitAddress,
  { scratch, stallSeconds, route }: Access,
): Promise<GitAccess> => {
  const access: GitAccess = { stallSeconds, route, ssh: { knownHostsFile: join(scratch, 'known_hosts') } };
  if (order.ownFolder !== undefined) access.apart = { gitFolder: join(scratch, 'git'), target: order.target };
  const value = order.credential ?? '';
  if (credentials?.kind === 'token') access.login = { origin, login: loginByToken(value, origin) };
  else if (login) access.login = { origin, login };
  if (credentials?.kind === 'ssh-key') {
    access.ssh.keyFile = join(scratch, 'key');
    // OpenSSH refuses a key without its last line end.
    await writeFile(access.ssh.keyFile, `${value.replaceAll('\r\n', '\n').trim()}\n`, { mode: 0o600 });
  }
  return access;
};

/** As a repository is elsewhere, now that git of the agent runs there no more. */
const bringTogether = async (git: GitRunner, { gitFolder, target }: NonNullable<GitAccess['apart']>) => {
  await git('config', '--unset', 'core.worktree'); // Where it is not set nothing is to be done.
  const own = join(target, '.git');
  await rm(own, { recursive: true, force: true });
  await cp(gitFolder, own, { recursive: true });
};

const fetchCommit = async (
  git: GitRunner,
  order: ContentOrder,
  content: GitContent,
  address: GitAddress,
  explainRedirection: () => Promise<ContentRefusal>,
): Promise<GitResult> => {
  const wanted = order.commit ?? content.ref;
  const explain = (outcome: GitOutcome) => explainOutcome(outcome, content, address, wanted);

  const made = await git('init', '--quiet', '--template=', '.');
  if (made.ended !== 'done') return refuse(explain(made));
  const fetched = await fetchRef(git, address.url, wanted);
  if (fetched.ended === 'failed' && REDIRECTED.test(fetched.said)) return refuse(await explainRedirection());
  if (fetched.ended !== 'done') return refuse(explain(fetched));
  const commit = (await git('rev-parse', '--verify', '--quiet', `${fetched.name}^{commit}`)).stdout.trim();
  if (!commit) return refuse(explainMissingRef(address.url, wanted));
  const placed = await git('checkout', '--quiet', '--force', '--detach', commit);
  return placed.ended === 'done' ? { ok: true, value: { commit } } : refuse(explain(placed));
};

type Fetched = GitOutcome & { name: string };

const FETCH = ['fetch', '--progress', '--no-tags', '--no-recurse-submodules'];
const EVERYTHING = ['+refs/heads/*:refs/gauntlet/heads/*', '+refs/tags/*:refs/gauntlet/tags/*'];

/** One commit where the server can do that; everything where it cannot, or where a commit is abbreviated. */
const fetchRef = async (git: GitRunner, url: string, wanted: string | undefined): Promise<Fetched> => {
  const ref = wanted ?? 'HEAD';
  const shallow = await git(...FETCH, '--depth=1', '--', url, ref);
  if (shallow.ended !== 'failed') return { ...shallow, name: 'FETCH_HEAD' };
  if (/^[0-9a-f]{7,64}$/.test(ref) && MISSING_REF.test(shallow.said))
    return { ...(await git(...FETCH, '--', url, ...EVERYTHING)), name: ref };
  // Repositories on plain file servers know no shallow fetch.
  if (/does not support shallow/.test(shallow.said))
    return { ...(await git(...FETCH, '--', url, ref)), name: 'FETCH_HEAD' };
  return { ...shallow, name: 'FETCH_HEAD' };
};

const explainOutcome = (
  outcome: GitOutcome,
  { credentials }: GitContent,
  { url, login }: GitAddress,
  ref: string | undefined,
): ContentRefusal =>
  outcome.ended === 'failed'
    ? explainGit({ url, ref, credentials: credentials || login ? 'given' : 'none', said: outcome.said })
    : explainUnfinished(outcome, url);
