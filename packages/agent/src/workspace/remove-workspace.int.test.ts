import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeWorkspace } from './remove-workspace.ts';

let top: string;
let workspace: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'gauntlet-remove-'));
  workspace = join(top, 'workspace');
  mkdirSync(workspace);
});
afterEach(() => {
  spawnSync('chattr', ['-R', '-f', '-i', top]);
  rmSync(top, { recursive: true, force: true });
});

const sh = (script: string) => execFileSync('sh', ['-c', script], { cwd: workspace, stdio: 'ignore' });
const expectRemoved = async () => {
  expect(await removeWorkspace(workspace)).toBe('removed');
  expect(existsSync(workspace)).toBe(false);
};

describe('a workspace is removed', () => {
  it('with what is usual in it, and when it is not there at all', async () => {
    sh('mkdir -p a/b/c; echo x > a/b/c/d');
    await expectRemoved();
    await expectRemoved();
  });

  it('with folders that nobody may enter', async () => {
    sh(
      'mkdir -p locked/deep/deeper; echo x > locked/deep/deeper/f; chmod 000 locked/deep/deeper locked/deep locked',
    );
    await expectRemoved();
  });

  it('with names of any bytes', async () => {
    sh(`printf x > "$(printf 'caf\\351')"; printf x > "$(printf 'new\\nline')"; printf x > -rf; mkdir '*'`);
    await expectRemoved();
  });

  it('with a path that is deeper than a path may be long', async () => {
    // Each step goes by the folder it stands in: no path is ever named in full.
    const dig = 'for (let i = 0; i < 60; i++) { fs.mkdirSync(name); process.chdir(name); }';
    const script = `const name = 'd'.repeat(200); ${dig} fs.writeFileSync('f', 'x');`;
    execFileSync(process.execPath, ['-e', script], { cwd: workspace });
    await expectRemoved();
  });

  it('without following links out of it', async () => {
    const outside = join(top, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'precious'), 'kept', { mode: 0o400 });
    symlinkSync(outside, join(workspace, 'link'));
    sh('mkdir locked; ln -s ../../outside locked/link; chmod 000 locked');
    await expectRemoved();
    expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('kept');
  });

  it('when a test replaced it by a link: the link goes, what it leads to stays', async () => {
    const outside = join(top, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'precious'), 'kept');
    rmSync(workspace, { recursive: true });
    symlinkSync(outside, workspace);
    await expectRemoved();
    expect(readFileSync(join(outside, 'precious'), 'utf8')).toBe('kept');
  });
});

const canMarkImmutable = (() => {
  const probe = mkdtempSync(join(tmpdir(), 'gauntlet-chattr-'));
  const marked = spawnSync('chattr', ['+i', probe]).status === 0;
  spawnSync('chattr', ['-i', probe]);
  rmSync(probe, { recursive: true });
  return marked;
})();

it.skipIf(!canMarkImmutable)('a workspace with files marked immutable is removed', async () => {
  sh('mkdir a; echo x > a/f; chattr +i a/f a');
  await expectRemoved();
});

const NOBODY = 65_534;
const SCRIPT = join(import.meta.dirname, 'remove-workspace.ts');
/** Root may enter everything, so the guarantee is worth only what it is worth to somebody else. */
const canBeNobody =
  process.getuid?.() === 0 && spawnSync('test', ['-r', SCRIPT], { uid: NOBODY }).status === 0;

it.skipIf(!canBeNobody)('folders that nobody may enter are removed by a plain user too', () => {
  execFileSync('chown', ['-R', String(NOBODY), top]);
  const nobody = { uid: NOBODY, gid: NOBODY, cwd: top };
  execFileSync('sh', ['-c', 'cd workspace; mkdir -p l/d; echo x > l/d/f; chmod 000 l/d l'], nobody);
  const code = `import(${JSON.stringify(SCRIPT)}).then((it) => it.removeWorkspace(${JSON.stringify(workspace)})).then(console.log)`;
  const done = spawnSync(process.execPath, ['-e', code], { ...nobody, encoding: 'utf8' });
  expect(done.stdout.trim()).toBe('removed');
  expect(existsSync(workspace)).toBe(false);
});
