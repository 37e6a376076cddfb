import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listFiles } from './list-files.ts';

let folder: string;
/** No one's own rules: what is tested is the folder's. */
const env = { HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent' };
const gitEnv = { ...process.env, ...env, GIT_CONFIG_NOSYSTEM: '1' };

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: folder,
    env: gitEnv,
    encoding: 'utf8',
  });

async function write(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const listed = async (at = folder) =>
  (await listFiles({ folder: at, env, git: 'leave-out' })).files.map((f) => f.path);
/** What git itself would take, as the truth to compare with. */
const gitSays = (at = folder) =>
  execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: at,
    env: gitEnv,
    encoding: 'utf8',
  })
    .split('\0')
    .filter(Boolean)
    .sort();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-list-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('with git as the judge', () => {
  beforeEach(() => git('init', '-q'));

  test('nested ignore files, negations, anchors, globs and folders are read as git reads them', async () => {
    await write({
      '.gitignore':
        '*.log\n!keep.log\n/root-only.txt\nbuild/\n**/cache/**\n!**/cache/keep/\ndoc/*.html\n\\#hash\n[ab].x\n',
      'a.log': '',
      'keep.log': '',
      'root-only.txt': '',
      'sub/root-only.txt': '',
      'build/out.js': '',
      'sub/build/out.js': '',
      'sub/build.js': '',
      'cache/x': '',
      'deep/cache/y/z': '',
      'doc/a.html': '',
      'doc/sub/a.html': '',
      '#hash': '',
      'a.x': '',
      'c.x': '',
      'sub/.gitignore': '!a.log\nown.txt\n',
      'sub/a.log': '',
      'sub/own.txt': '',
      'sub/deeper/own.txt': '',
      'Ünï/ño.txt': '',
    });
    expect(await listed()).toEqual(gitSays());
  });

  test('a folder that a deeper file takes back in is walked, and its contents judged by themselves', async () => {
    await write({
      '.gitignore': 'dist/\n*.tmp\n',
      'dist/no.js': '',
      'lib/.gitignore': '!dist/\n',
      'lib/dist/yes.js': '',
      'lib/dist/no.tmp': '',
      'lib/dist/deep/yes.js': '',
    });
    expect(await listed()).toEqual(gitSays());
    expect(await listed()).toContain('lib/dist/deep/yes.js');
  });

  test('what git tracks belongs to the content even where it is ignored', async () => {
    await write({
      '.gitignore': 'dist/\nnode_modules/\n',
      'dist/built.js': '',
      'dist/other.js': '',
      'test/fixtures/node_modules/pkg/index.js': '',
      'gone.js': '',
    });
    git('add', '-f', 'dist/built.js', 'test/fixtures/node_modules/pkg/index.js', 'gone.js');
    await rm(join(folder, 'gone.js'));
    expect(await listed()).toEqual([
      '.gitignore',
      'dist/built.js',
      'test/fixtures/node_modules/pkg/index.js',
    ]);
  });

  test('a folder inside the work tree is judged by the rules above it too', async () => {
    await write({
      '.gitignore': '*.log\n/packages/a/secret\n',
      '.git/info/exclude': 'mine.txt\n',
      'packages/a/x.js': '',
      'packages/a/x.log': '',
      'packages/a/secret/key': '',
      'packages/a/mine.txt': '',
      'packages/b/y.js': '',
    });
    const sub = join(folder, 'packages/a');
    expect(await listed(sub)).toEqual(['x.js']);
    expect(await listed(sub)).toEqual(gitSays(sub));
  });

  test('a folder that the rules above leave out is packed all the same when it is the one asked for', async () => {
    await write({ '.gitignore': 'tmp/\n*.log\n', 'tmp/project/a.test.js': '', 'tmp/project/a.log': '' });
    expect(await listed(join(folder, 'tmp/project'))).toEqual(['a.log', 'a.test.js']);
  });

  test('any ignore file leaves out what git leaves out', async () => {
    await write({
      'a/b/c.js': '',
      'a/b/d.txt': '',
      'a/c.js': '',
      'b/a/b/x.js': '',
      'b/c': '',
      'c.js': '',
      'd/e/f/g.js': '',
      'ab/abc.js': '',
    });
    const segment = fc.constantFrom('a', 'b', 'c', '*', '**', '*.js', '?', 'a*', '[a-c]', 'd', 'abc.js');
    const pattern = fc
      .tuple(
        fc.constantFrom('', '!', '/', '!/'),
        fc.array(segment, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '/'),
      )
      .map(([start, parts, end]) => start + parts.join('/') + end);
    await fc.assert(
      fc.asyncProperty(
        fc.array(pattern, { minLength: 1, maxLength: 5 }),
        fc.array(pattern, { maxLength: 3 }),
        async (top, nested) => {
          await writeFile(join(folder, '.gitignore'), top.join('\n'));
          await writeFile(join(folder, 'a/.gitignore'), nested.join('\n'));
          expect(await listed()).toEqual(gitSays());
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('without git', () => {
  test('.gitignore counts where there is no repository', async () => {
    await write({ '.gitignore': '*.log\n', 'a.log': '', 'a.js': '' });
    expect(await listed()).toEqual(['.gitignore', 'a.js']);
  });

  test('installed dependencies stay out, a fixture of that name does not', async () => {
    await write({
      'package.json': '{}',
      'node_modules/x/index.js': '',
      'packages/a/package.json': '{}',
      'packages/a/node_modules/y/index.js': '',
      'test/fixtures/node_modules/z/index.js': '',
      '.venv/pyvenv.cfg': '',
      '.venv/lib/site.py': '',
      'env/bin/activate': '',
    });
    expect(await listed()).toEqual([
      'env/bin/activate',
      'package.json',
      'packages/a/package.json',
      'test/fixtures/node_modules/z/index.js',
    ]);
  });

  test('.gauntletignore has the last word, out and in', async () => {
    await write({
      '.gitignore': 'dist/\n',
      '.gauntletignore': '!dist/\n*.bin\nnode_modules/keep\n',
      'dist/a.js': '',
      'dist/a.bin': '',
      'big.bin': '',
    });
    expect(await listed()).toEqual(['.gauntletignore', '.gitignore', 'dist/a.js']);
  });

  test('the .git folder is packed only when asked for', async () => {
    await write({ 'a.js': '', '.git/HEAD': 'ref: refs/heads/main\n', '.git/objects/x': '' });
    expect(await listed()).toEqual(['a.js']);
    const withGit = await listFiles({ folder, env, git: 'include' });
    expect(withGit.files.map((file) => file.path)).toEqual(['.git/HEAD', '.git/objects/x', 'a.js']);
  });

  test('links are listed as links and not followed; sockets and pipes are passed over', async () => {
    await write({ 'real/a.js': '' });
    await symlink('real', join(folder, 'alias'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const listing = await listFiles({ folder, env, git: 'leave-out' });
    expect(listing.files).toEqual([
      { path: 'alias', kind: 'link' },
      { path: 'real/a.js', kind: 'file' },
    ]);
    expect(listing.passedOver).toEqual(['pipe']);
  });
});
