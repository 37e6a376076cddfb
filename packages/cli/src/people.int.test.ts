/** `gauntlet user`, `team` and `invitation` against a server that speaks the contract. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MADE_AT } from './testing/contract-people.ts';
import { type ContractServer, startContractServer } from './testing/contract-server.ts';
import { runCli } from './testing/run-cli.ts';
import { passingSuite } from './testing/suites.ts';

let folder: string;
let server: ContractServer;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gauntlet-cli-')));
  server = await startContractServer({ suite: passingSuite });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const cli = (...args: string[]) =>
  runCli(args, {
    cwd: folder,
    env: {
      GAUNTLET_URL: server.url,
      GAUNTLET_TOKEN: server.token,
      GAUNTLET_DATA_DIR: join(folder, 'data'),
      GAUNTLET_CONFIG_DIR: join(folder, 'config'),
    },
  });
const userNamed = (name: string) => server.people.users.find(({ username }) => username === name);
const ADA = '0198b2c4-7a00-7000-8000-000000000101';

describe('user', () => {
  test('list: a line for each, bare for programs, without the control characters of a name', async () => {
    const listed = await cli('user');
    expect(listed.stdout.split('\n')[0]).toBe(`ada\tdeveloper\tweb\tada@example.org\tactive\t\t${ADA}`);
    expect(listed.stdout).toContain('deactivated');
    expect(listed.stdout).not.toContain('\u001b');
    const filtered = await cli('user', 'list', '--search', 'ad', '--active', '--json');
    expect(JSON.parse(filtered.stdout)).toMatchObject({ items: [{ username: 'ada' }], nextCursor: null });
    expect((await cli('user', 'list', '--search', 'nobody')).stderr).toContain('gauntlet user add NAME');
    expect((await cli('user', 'list', '--active', '--inactive')).code).toBe(3);
    expect((await cli('user', 'list', '--role', 'root')).stderr).toContain('Roles are admin, lead');
  });

  test('show: one in full, and 3 for one that is not there', async () => {
    const { stdout } = await cli('user', 'show', 'ada');
    expect(stdout).toMatch(
      /^Name +ada\nE-mail +ada@example\.org\nTeam +web\nRoles +developer\nState +active\n/,
    );
    expect(JSON.parse((await cli('user', 'show', 'ada', '--json')).stdout)).toMatchObject({ userId: ADA });
    const absent = await cli('user', 'show', 'nobody');
    expect([absent.code, absent.stdout]).toEqual([3, '']);
  });

  test('add: the link alone is on standard output', async () => {
    const made = await cli(
      'user',
      'add',
      'grace',
      '--role',
      'lead,sre',
      '--team',
      'shop',
      '--email',
      'g@example.org',
    );
    expect(made.stdout).toBe(`${server.url}/signin?code=gsi_x\n`);
    expect(made.stderr).toContain('grace is in team shop as lead, sre.');
    expect(userNamed('grace')).toMatchObject({
      email: 'g@example.org',
      roles: ['lead', 'sre'],
      teamName: 'shop',
    });
    const json = JSON.parse((await cli('user', 'add', 'linus', '--json')).stdout);
    expect(json).toMatchObject({ username: 'linus', link: `${server.url}/signin?code=gsi_x` });
    const asked = server.requests.length;
    expect((await cli('user', 'add', 'x', '--role', 'root')).stderr).toContain('"root" is no role');
    expect(server.requests).toHaveLength(asked);
  });

  test('change: what is named, and nothing else', async () => {
    const changed = await cli('user', 'change', 'ada', '--name', 'lovelace', '--role', 'viewer');
    expect(changed.stdout).toBe('lovelace is in team web as viewer, ada@example.org.\n');
    expect((await cli('user', 'change', 'lovelace', '--no-email', '--team', 'shop')).stdout).toBe(
      'lovelace is in team shop as viewer, without an e-mail address.\n',
    );
    expect(userNamed('lovelace')).toMatchObject({ email: null, roles: ['viewer'], active: true });
    const nothing = await cli('user', 'change', 'lovelace');
    expect([nothing.code, nothing.stderr.includes('Nothing to change is named')]).toEqual([3, true]);
  });

  test('deactivate and activate undo each other', async () => {
    const out = await cli('user', 'deactivate', 'ada');
    expect(out.stdout).toContain('Undo it: gauntlet user activate ada');
    expect(userNamed('ada')?.active).toBe(false);
    expect((await cli('user', 'activate', 'ada', '--json')).stdout).toContain('"active": true');
    expect(userNamed('ada')?.active).toBe(true);
  });

  test('that the server refuses says why: 3 for a name that is taken, 2 for the last admin', async () => {
    server.refuseNext('POST', '/users', { code: 'already-exists', detail: 'This user name is taken.' });
    const taken = await cli('user', 'add', 'ada');
    expect([taken.code, taken.stderr.includes('This user name is taken.')]).toEqual([3, true]);
    server.refuseNext('PATCH', '/users/ada', { code: 'last-admin', detail: 'The last active admin.' });
    const last = await cli('user', 'deactivate', 'ada', '--json');
    expect([last.code, JSON.parse(last.stdout).code]).toEqual([2, 'last-admin']);
  });

  test('reset-password and invite: the link alone is on standard output', async () => {
    const reset = await cli('user', 'reset-password', 'ada', '--expires-in-minutes', '5');
    expect(reset.stdout).toBe(`${server.url}/password-reset?token=gpr_x\n`);
    expect(reset.stderr).toContain('lets ada set a new password');
    const invited = await cli('user', 'invite', '--role', 'viewer', '--expires-in-days', '1');
    expect(invited.stdout).toBe(`${server.url}/invitation?token=giv_x\n`);
    expect(invited.stderr).toContain('makes an account in team web as viewer');
    expect((await cli('user', 'reset-password', 'ada', '--expires-in-minutes', '4')).code).toBe(3);
    expect((await cli('user', 'invite', '--expires-in-days', '31')).code).toBe(3);
  });
});

describe('team', () => {
  test('list and show say what there is', async () => {
    expect((await cli('team')).stdout).toMatch(/^web\t2\tactive\tThe shop window\t0198b2c4-/);
    expect((await cli('team', 'show', 'web')).stdout).toContain('good for 7 days');
    expect(JSON.parse((await cli('team', 'list', '--json')).stdout).items).toHaveLength(1);
  });

  test('add and change write what is named, and --no-... clears', async () => {
    const made = await cli(
      'team',
      'add',
      'night shift',
      '--description',
      'Watches',
      '--invitation-days',
      '2',
    );
    expect(made.stdout).toContain('gauntlet user invite --team "night shift"');
    const team = () => server.people.teams[1];
    expect(team()?.settings).toEqual({ description: 'Watches', invitationDays: 2 });
    await cli('team', 'change', 'night shift', '--no-invitation-days');
    expect(team()?.settings).toEqual({ description: 'Watches', invitationDays: null });
    await cli('team', 'change', 'night shift', '--name', 'night');
    expect([team()?.name, team()?.settings.description]).toEqual(['night', 'Watches']);
    expect((await cli('team', 'change', 'night')).code).toBe(3);
  });

  test('deactivate and activate undo each other', async () => {
    expect((await cli('team', 'deactivate', 'web')).stdout).toContain('gauntlet team activate "web"');
    expect(server.people.teams[0]?.active).toBe(false);
    expect((await cli('team', 'activate', 'web')).code).toBe(0);
    expect(server.people.teams[0]?.active).toBe(true);
  });
});

describe('invitation', () => {
  test('list: what became of each', async () => {
    const [open, accepted] = (await cli('invitation')).stdout.split('\n');
    expect(open).toMatch(/^0198b2c4-\S+\topen\tweb\tviewer\tgrace@example\.org\tada\t\t/);
    expect(accepted?.endsWith(`\tlinus\t${MADE_AT}`)).toBe(true);
    expect((await cli('invitation', 'list', '--status', 'accepted')).stdout.trim().split('\n')).toHaveLength(
      1,
    );
    expect((await cli('invitation', 'list', '--status', 'lost')).code).toBe(3);
  });

  test('revoke: by the end of an id or the address, when one open one alone is meant', async () => {
    expect((await cli('invitation', 'revoke', '00000112')).stderr).toContain('no open invitation');
    await cli('user', 'invite', '--email', 'grace@example.org');
    expect((await cli('invitation', 'revoke', 'grace@example.org')).stderr).toContain('2 open invitations');
    const revoked = await cli('invitation', 'revoke', '00000111');
    expect([revoked.code, revoked.stdout]).toEqual([
      0,
      'The invitation 00000111 into team web is revoked.\n',
    ]);
    expect((await cli('invitation', 'revoke', 'Grace@example.org', '--json')).stdout).toContain('"revoked"');
    expect(server.people.invitations.map(({ status }) => status)).toEqual(['revoked', 'accepted', 'revoked']);
  });
});
