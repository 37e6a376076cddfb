import { describe, expect, it } from 'vitest';
import {
  type Credentials,
  findProfile,
  NO_CREDENTIALS,
  parseCredentials,
  readProfileName,
  withLogin,
  withNewName,
  withoutProfile,
  withProject,
} from './profiles.ts';

const profile = (server: string, token = 't') => ({ server, token, username: 'ada', teamName: 'engines' });
const WORK = profile('https://work.example', 'gnt_work');
const HOME = profile('https://home.example', 'gnt_home');
const BOTH: Credentials = { current: 'work', profiles: { work: WORK, home: HOME } };
const said = (result: ReturnType<typeof withNewName>) => (result.ok ? '' : result.error.message);

describe('credentials', () => {
  it('of the old form are taken over, each server under the name of its host', () => {
    const { server: _, ...login } = WORK;
    const old = {
      current: 'http://127.0.0.1:4680',
      servers: {
        'https://work.example': login,
        'http://127.0.0.1:4680': { token: 'gnt_own' },
        'https://work.example/second': login,
        'no url': login,
        'https://without.example': {},
      },
    };
    expect(parseCredentials(old)).toEqual({
      current: '127.0.0.1-4680',
      profiles: {
        'work.example': WORK,
        '127.0.0.1-4680': { server: 'http://127.0.0.1:4680', token: 'gnt_own', username: '', teamName: '' },
        'work.example-2': { ...WORK, server: 'https://work.example/second' },
      },
    });
  });

  it('read as they were written, and what is none of ours is not taken for empty', () => {
    expect(parseCredentials(JSON.parse(JSON.stringify({ version: 2, ...BOTH })))).toEqual(BOTH);
    expect(parseCredentials({ ...BOTH, current: 'gone' })?.current).toBeNull();
    const odd = {
      profiles: {
        'a b': WORK,
        ok: { ...WORK, server: 'x' },
        fine: { ...WORK, server: 'https://WORK.example/' },
      },
    };
    expect(parseCredentials(odd)).toEqual({ current: null, profiles: { fine: WORK } });
    for (const none of [null, [], 'x', {}, { profiles: [] }]) expect(parseCredentials(none)).toBeNull();
  });
});

describe('profiles', () => {
  it('of a sign-in are named as asked, else as the server is already, else after its host', () => {
    const name = (asked: string | null, server: string, from = BOTH) => {
      const kept = withLogin(from, asked, profile(server, 'new'));
      return (
        kept.ok && [
          kept.value.name,
          kept.value.credentials.current,
          Object.keys(kept.value.credentials.profiles),
        ]
      );
    };
    expect(name('third', 'https://third.example')).toEqual(['third', 'third', ['work', 'home', 'third']]);
    expect(name(null, 'https://home.example')).toEqual(['home', 'home', ['work', 'home']]);
    expect(name(null, 'https://home.example', NO_CREDENTIALS)).toEqual([
      'home.example',
      'home.example',
      ['home.example'],
    ]);
    expect(name('second', 'https://work.example')).toEqual(['second', 'second', ['work', 'home', 'second']]);
  });

  it('never change the server they stand for', () => {
    const other = withLogin(BOTH, 'work', HOME);
    expect(other.ok ? '' : other.error.message).toContain('"work" is of https://work.example');
  });

  it('keep their project when the same person signs in again, and when they are renamed', () => {
    const project = { projectId: '0198b2c4-7a00-7000-8000-000000000001', name: 'checkout' };
    const set = withProject(BOTH, 'work', project);
    if (!set.ok) throw new Error(set.error.message);
    const { credentials } = set.value;
    expect(credentials).toEqual({ ...BOTH, profiles: { ...BOTH.profiles, work: { ...WORK, project } } });
    expect(parseCredentials(JSON.parse(JSON.stringify(credentials)))).toEqual(credentials);
    const projectAfter = (username: string) => {
      const again = withLogin(credentials, 'work', { ...WORK, username });
      return again.ok && again.value.credentials.profiles.work?.project;
    };
    expect([projectAfter('ada'), projectAfter('grace')]).toEqual([project, undefined]);
    const renamed = withNewName(credentials, 'work', 'office');
    expect(renamed.ok && renamed.value.profiles.office?.project).toEqual(project);
    const cleared = withProject(credentials, 'work', null);
    expect(cleared.ok && cleared.value.credentials).toEqual(BOTH);
    expect(withProject(BOTH, 'gone', project).ok).toBe(false);
    const odd = { profiles: { work: { ...WORK, project: { projectId: '../x', name: 'x' } } } };
    expect(parseCredentials(odd)?.profiles.work).toEqual(WORK);
  });

  it('that are not there are named with those that are, and no other is used', () => {
    const found = findProfile(BOTH, 'wrok');
    expect(found.ok ? null : [found.error.message, found.error.advice]).toEqual([
      'There is no profile "wrok".',
      'Profiles are home, work; sign in with: gauntlet login URL --profile wrok',
    ]);
    for (const name of ['constructor', '__proto__', '']) expect(findProfile(BOTH, name).ok).toBe(false);
  });

  it('are renamed and removed, the one in use included', () => {
    const renamed = withNewName(BOTH, 'work', 'office');
    expect(renamed.ok && renamed.value).toEqual({
      current: 'office',
      profiles: { home: HOME, office: WORK },
    });
    expect(said(withNewName(BOTH, 'work', 'home'))).toContain('already');
    expect(said(withNewName(BOTH, 'work', '../x'))).toContain('no name');
    expect(said(withNewName(BOTH, 'gone', 'x'))).toContain('no profile "gone"');
    const removed = withoutProfile(BOTH, 'work');
    expect(removed.ok && removed.value.credentials).toEqual({ current: null, profiles: { home: HOME } });
    const other = withoutProfile(BOTH, 'home');
    expect(other.ok && other.value.credentials.current).toBe('work');
  });

  it.each(['', '-x', '.x', 'a b', 'a/b', '__proto__', 'x'.repeat(65), 'ä'])('are not called %j', (name) => {
    expect(readProfileName(name).ok).toBe(false);
  });
});
