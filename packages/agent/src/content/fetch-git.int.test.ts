import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { GitContent } from '@gauntlet/contract';
import { testEnvironment } from '@gauntlet/host/environment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { ProcessOrder } from '../process/process-order.ts';
import { runProcess } from '../process/run-process.ts';
import type { ContentOrder } from './content-order.ts';
import { fetchContent } from './fetch-content.ts';
import {
  commitFiles,
  findClosedPort,
  git,
  type HttpHost,
  makeRepository,
  startHttpHost,
  startSilentHost,
} from './testing/git-host.ts';
import { findSshServer, type SshHost, startSshHost } from './testing/ssh-host.ts';

const TOKEN = 'tok-3n-s3cret-value';
let top: string;
let repository: string;
let first: string;
let second: string;
let onBranch: string;
let open: HttpHost;
let locked: HttpHost;

beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), 'gauntlet-git-'));
  repository = join(top, 'repositories/shop');
  first = makeRepository(repository, { 'readme.md': 'one', 'packages/api/test.js': 'first' });
  git(repository, 'tag', '-a', 'v1', '-m', 'v1');
  second = commitFiles(repository, { 'readme.md': 'two' }, 'second');
  git(repository, 'checkout', '--quiet', '-b', 'feature/x');
  onBranch = commitFiles(repository, { 'feature.txt': 'x' }, 'feature');
  git(repository, 'checkout', '--quiet', 'main');
  open = await startHttpHost(join(top, 'repositories'));
  locked = await startHttpHost(join(top, 'repositories'), `x-access-token:${TOKEN}`);
});
afterAll(async () => {
  await open.close();
  await locked.close();
  rmSync(top, { recursive: true, force: true });
});

let targets = 0;
type Options = Partial<
  Pick<
    ContentOrder,
    'credential' | 'commit' | 'limits' | 'signal' | 'environment' | 'outboundAllow' | 'ownFolder'
  >
>;

/** As the server may have stored it: before it refused them, URLs held credentials. */
const storedContent = ({ url, ...content }: Record<string, unknown>): z.infer<typeof GitContent> => {
  const without = String(url).replace(/^(https?:\/\/)[^/@]*@/, '$1');
  return { ...GitContent.parse({ type: 'git', url: without, ...content }), url: String(url) };
};

/** Fetches, and keeps all that any process was told and all that was said, to look for secrets in. */
const fetch = async (content: Record<string, unknown>, options: Options = {}) => {
  const target = join(top, 'work', String(targets++), 'content');
  mkdirSync(join(target, '..'), { recursive: true });
  const told: ProcessOrder[] = [];
  let said = '';
  const result = await fetchContent({
    content: storedContent(content),
    target,
    archive: async () => Readable.from([]),
    outboundAllow: ['127.0.0.0/8'],
    environment: testEnvironment(process.env, {}),
    runProcess: (order) => {
      told.push(order);
      return runProcess(order);
    },
    onOutput: (chunk) => {
      said += chunk;
    },
    ...options,
  });
  expect(readdirSync(join(target, '..')).filter((name) => name.startsWith('.keys'))).toEqual([]);
  const commandLines = told.flatMap((order) => order.command).join(' ');
  const message = result.ok ? '' : result.error.message;
  return { result, target, told, said, message, commandLines };
};

const grepGitFolder = (target: string, text: string): string =>
  execFileSync('sh', ['-c', `grep -rl "${text}" .git || true`], { cwd: target, encoding: 'utf8' });

const shopUrl = () => `${open.url}/shop`;
const unavailable = (message: string) => ({
  ok: false,
  error: { reason: 'content-unavailable', message: expect.stringContaining(message) },
});

const refNotFound = (message: string) => ({
  ok: false,
  error: { reason: 'ref-not-found', message: expect.stringContaining(message) },
});

describe('a ref is fetched and its commit told', () => {
  it.each([
    ['the default branch', undefined, () => second],
    ['a branch', 'feature/x', () => onBranch],
    ['a full ref', 'refs/heads/feature/x', () => onBranch],
    ['an annotated tag', 'v1', () => first],
    ['a commit', () => first, () => first],
    ['an abbreviated commit', () => first.slice(0, 9), () => first],
  ] as const)('%s', async (_, ref, commit) => {
    const { result, target } = await fetch({ url: shopUrl(), ref: typeof ref === 'function' ? ref() : ref });
    expect(result).toEqual({ ok: true, value: { root: target, folder: target, commit: commit() } });
    expect(git(target, 'rev-parse', 'HEAD')).toBe(commit());
    expect(git(target, 'status', '--porcelain')).toBe('');
  });

  it('without its history', async () => {
    const { target } = await fetch({ url: shopUrl() });
    expect(git(target, 'rev-list', '--count', 'HEAD')).toBe('1');
  });

  it('by the commit of an earlier attempt, though the branch went on', async () => {
    const { result, target } = await fetch({ url: shopUrl(), ref: 'main' }, { commit: first });
    expect(result).toMatchObject({ ok: true, value: { commit: first } });
    expect(readFileSync(join(target, 'readme.md'), 'utf8')).toBe('one');
  });

  it('from a server that knows only plain files', async () => {
    const bare = join(top, 'dumb.git');
    execFileSync('git', ['clone', '--quiet', '--bare', repository, bare], { stdio: 'ignore' });
    git(bare, 'update-server-info');
    const server = createServer((request, response) => {
      const file = join(bare, new URL(request.url ?? '', 'http://x').pathname);
      if (!existsSync(file)) response.writeHead(404).end();
      else response.end(readFileSync(file));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { result } = await fetch({ url: `http://127.0.0.1:${port}/`, ref: 'feature/x' });
    server.close();
    expect(result).toMatchObject({ ok: true, value: { commit: onBranch } });
  });
});

describe('a folder of the repository', () => {
  it('is where to work; the rest is there, as packages lean on each other', async () => {
    const { result, target } = await fetch({ url: shopUrl(), path: 'packages/api' });
    expect(result).toMatchObject({ ok: true, value: { root: target, folder: join(target, 'packages/api') } });
    expect(existsSync(join(target, 'readme.md'))).toBe(true);
  });

  it('that is not there is refused by name', async () => {
    const { result } = await fetch({ url: shopUrl(), path: 'packages/web' });
    expect(result).toEqual({
      ok: false,
      error: {
        reason: 'content-invalid',
        message: 'The content has no folder "packages/web" (content.path).',
      },
    });
  });

  it('that is a link out of the repository is refused', async () => {
    const trap = join(top, 'repositories/trap');
    makeRepository(trap, { 'a.txt': 'a' });
    symlinkSync('/etc', join(trap, 'out'));
    symlinkSync('.', join(trap, 'in'));
    commitFiles(trap, {}, 'links');
    expect((await fetch({ url: `${open.url}/trap`, path: 'out' })).message).toContain(
      'leads out of the content',
    );
    expect((await fetch({ url: `${open.url}/trap`, path: 'in' })).result.ok).toBe(true);
  });
});

describe('what cannot be fetched is named', () => {
  it('a ref that is not there', async () => {
    const { result } = await fetch({ url: `${open.url}/shop`, ref: 'no-such-branch' });
    expect(result).toEqual(refNotFound(`${open.url}/shop has no branch, tag or commit "no-such-branch"`));
  });

  it('a commit that is not there', async () => {
    const sha = '0123456789abcdef0123456789abcdef01234567';
    const { result } = await fetch({ url: shopUrl(), ref: sha });
    expect(result).toEqual(refNotFound(`has no branch, tag or commit "${sha}"`));
  });

  it('a repository without a commit', async () => {
    const empty = join(top, 'repositories/empty');
    mkdirSync(empty);
    git(empty, 'init', '--quiet');
    expect((await fetch({ url: `${open.url}/empty` })).result).toEqual(
      refNotFound('the repository is empty'),
    );
  });

  it('a repository that is not there', async () => {
    expect((await fetch({ url: `${open.url}/nowhere` })).result).toEqual(
      unavailable('There is no repository'),
    );
  });

  it('a port on which nobody listens', async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}/shop`;
    expect((await fetch({ url })).result).toEqual(unavailable(`${url} cannot be reached`));
  });

  it('a host that does not exist', async () => {
    const environment = Object.fromEntries(
      Object.entries(testEnvironment(process.env, {})).filter(([name]) => !/proxy/i.test(name)),
    );
    const { result } = await fetch({ url: 'https://no-such-host.invalid/shop.git' }, { environment });
    expect(result).toEqual(unavailable('The host no-such-host.invalid of'));
  });

  it('a host that takes the call and says nothing', async () => {
    const silent = await startSilentHost();
    const before = performance.now();
    const { result } = await fetch({ url: `${silent.url}/shop` }, { limits: { stallSeconds: 1 } });
    expect(result).toEqual(unavailable('cannot be reached'));
    expect(performance.now() - before).toBeLessThan(10_000);
    await silent.close();
  });

  it('git that is not installed', async () => {
    const { result } = await fetch({ url: shopUrl() }, { environment: { PATH: '/nowhere' } });
    expect(result).toEqual(unavailable('git is needed to fetch'));
  });

  it('nothing, when it is cancelled', async () => {
    const { result } = await fetch({ url: shopUrl() }, { signal: AbortSignal.abort() });
    expect(result).toEqual(unavailable('was cancelled'));
  });
});

describe('a private repository', () => {
  const credentials = { secret: 'git-token', kind: 'token' };

  it('opens with a token, which shows nowhere', async () => {
    const { result, target, said, commandLines } = await fetch(
      { url: `${locked.url}/shop`, credentials },
      { credential: `${TOKEN}\n` },
    );
    expect(result).toMatchObject({ ok: true, value: { commit: second } });
    expect(said + commandLines).not.toContain(TOKEN);
    expect(grepGitFolder(target, TOKEN)).toBe('');
  });

  it('says that it needs credentials when there are none', async () => {
    const { result } = await fetch({ url: `${locked.url}/shop` });
    expect(result).toEqual(unavailable('needs credentials'));
  });

  it('refuses a wrong token, and says so without showing it', async () => {
    const { result, said, message } = await fetch(
      { url: `${locked.url}/shop`, credentials },
      { credential: 'wrong-token-value' },
    );
    expect(result).toEqual(unavailable('refuses the credentials given'));
    expect(said + message).not.toContain('wrong-token-value');
  });

  it('takes user and password from the URL, and never repeats them', async () => {
    const url = `${locked.url.replace('://', `://x-access-token:${TOKEN}@`)}/shop`;
    const { result, target, said, commandLines } = await fetch({ url });
    expect(result).toMatchObject({ ok: true, value: { commit: second } });
    expect(said + commandLines).not.toContain(TOKEN);
    expect(grepGitFolder(target, TOKEN)).toBe('');
    const wrong = await fetch({ url: url.replace(TOKEN, 'wr0ng') });
    expect(wrong.message).toContain('refuses the credentials');
    expect(wrong.message + wrong.said).not.toContain('wr0ng');
  });

  it('does not give its token to another host', async () => {
    const seen: string[] = [];
    const thief = createServer((request, response) => {
      seen.push(request.headers.authorization ?? '');
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    });
    thief.listen(0, '127.0.0.1');
    await once(thief, 'listening');
    const thiefUrl = `http://127.0.0.1:${(thief.address() as { port: number }).port}`;
    const redirecting = createServer((request, response) => {
      response.writeHead(302, { location: `${thiefUrl}${request.url}` }).end();
    });
    redirecting.listen(0, '127.0.0.1');
    await once(redirecting, 'listening');
    const url = `http://127.0.0.1:${(redirecting.address() as { port: number }).port}/shop`;
    const { result } = await fetch({ url, credentials }, { credential: TOKEN });
    expect(result).toEqual(unavailable(`sends git on to ${thiefUrl}/shop`));
    expect(seen).toEqual([]);
    thief.close();
    redirecting.close();
  });

  it('is told from a credential that cannot fit', async () => {
    const ssh = { secret: 'key', kind: 'ssh-key' };
    expect(
      (await fetch({ url: 'git@example.test:a/b', credentials }, { credential: TOKEN })).message,
    ).toContain('takes an ssh-key');
    expect(
      (await fetch({ url: `${open.url}/shop`, credentials: ssh }, { credential: 'k' })).message,
    ).toContain('takes a token');
    expect((await fetch({ url: `${open.url}/shop`, credentials }, { credential: ' ' })).message).toContain(
      'is empty',
    );
    expect((await fetch({ url: `${open.url}/shop`, credentials }, { credential: 'a\nb' })).message).toContain(
      'several lines',
    );
  });
});

const sshd = findSshServer();
describe.skipIf(!sshd)('a repository by ssh', () => {
  const credentials = { secret: 'deploy-key', kind: 'ssh-key' };
  let host: SshHost;
  beforeAll(async () => {
    host = await startSshHost(sshd as string, join(top, 'sshd'));
  });
  afterAll(() => host.close());

  it('opens with a key, though its last line end was lost', async () => {
    const url = `${host.url}${repository}`;
    const { result } = await fetch({ url, ref: 'v1', credentials }, { credential: host.privateKey.trim() });
    expect(result).toMatchObject({ ok: true, value: { commit: first } });
  });

  it('refuses a key that it does not know', async () => {
    const url = `${host.url}${repository}`;
    const { result } = await fetch({ url, credentials }, { credential: host.strangersKey });
    expect(result).toEqual(unavailable('refuses the credentials given'));
  });

  it('says when the key is none', async () => {
    const url = `${host.url}${repository}`;
    const { result } = await fetch({ url, credentials }, { credential: 'not a key' });
    expect(result).toEqual(unavailable('The SSH key given cannot be read'));
  });
});

describe('a target into which others write', () => {
  const plant = (): { leak: string } => {
    const leak = join(top, `leak-${targets}`);
    const planted = join(top, 'work', String(targets), 'content/.git');
    mkdirSync(join(planted, 'info'), { recursive: true });
    const filter = `[filter "x"]\n\tsmudge = "touch '${leak}'; cat"\n`;
    writeFileSync(join(planted, 'config'), `[core]\n\trepositoryformatversion = 0\n${filter}`);
    writeFileSync(join(planted, 'info/attributes'), '* filter=x\n');
    return { leak };
  };

  it('makes git run nothing by a configuration that was put there, and is a repository afterwards', async () => {
    const ownFolder = mkdtempSync(join(top, 'own-'));
    const { leak } = plant();
    const { result, target } = await fetch({ url: shopUrl() }, { ownFolder });
    expect(result).toMatchObject({ ok: true, value: { commit: second } });
    expect(existsSync(leak)).toBe(false);
    expect(git(target, 'rev-parse', 'HEAD')).toBe(second);
    expect(git(target, 'status', '--porcelain')).toBe('');
    expect(git(target, 'rev-parse', '--show-toplevel')).toBe(target);
    expect(readdirSync(ownFolder)).toEqual([]);
  });

  it('is shown no key', async () => {
    const ownFolder = mkdtempSync(join(top, 'own-'));
    const url = `ssh://git@127.0.0.1:${await findClosedPort()}/shop`;
    const content = { url, credentials: { kind: 'ssh-key', secret: 'KEY' } };
    const { told } = await fetch(content, { ownFolder, credential: 'a key' });
    const commands = told.flatMap(({ environment }) => environment.GIT_SSH_COMMAND ?? []);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) expect(command).toContain(`IdentityFile=${ownFolder}/`);
  });
});

describe('a hostile repository', () => {
  it('runs nothing: no hook, no filter, no submodule', async () => {
    const hostile = join(top, 'repositories/hostile');
    makeRepository(hostile, {
      '.gitattributes': '* filter=lfs\n',
      'big.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n',
      '.gitmodules': `[submodule "s"]\n\tpath = s\n\turl = ext::sh -c "touch ${top}/owned"\n`,
    });
    const home = join(top, 'home');
    mkdirSync(join(home, 'hooks'), { recursive: true });
    writeFileSync(join(home, 'hooks/post-checkout'), `#!/bin/sh\ntouch ${top}/owned\n`, { mode: 0o755 });
    const config = [
      `[core]\n\thooksPath = ${home}/hooks`,
      `[filter "lfs"]\n\tsmudge = touch ${top}/owned\n\tprocess = touch ${top}/owned\n\trequired = true`,
      '[submodule]\n\trecurse = true',
    ];
    writeFileSync(join(home, '.gitconfig'), `${config.join('\n')}\n`);
    const environment = {
      ...testEnvironment(process.env, {}),
      HOME: home,
      GIT_SSH_COMMAND: `touch ${top}/owned`,
    };
    const { result, target } = await fetch({ url: `${open.url}/hostile` }, { environment });
    expect(result.ok).toBe(true);
    expect(readFileSync(join(target, 'big.bin'), 'utf8')).toContain('git-lfs');
    expect(existsSync(join(top, 'owned'))).toBe(false);
  });
});
