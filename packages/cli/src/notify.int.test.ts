/** `gauntlet channel`, `notify` and `inbox` against the server itself, with a receiver on loopback. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createNotificationStage,
  type NotificationStage,
} from '../../server/src/testing/notification-stage.ts';
import { runCli } from './testing/run-cli.ts';

let stage: NotificationStage;
let folder: string;
beforeAll(async () => {
  stage = await createNotificationStage();
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-cli-'));
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

const cli = (args: readonly string[], input = '') =>
  runCli(args, {
    cwd: folder,
    input,
    env: {
      GAUNTLET_URL: stage.address,
      GAUNTLET_TOKEN: stage.token,
      GAUNTLET_DATA_DIR: join(folder, 'data'),
      GAUNTLET_CONFIG_DIR: join(folder, 'config'),
    },
  });

test('a channel is made, tried, led to by a rule, and what it was told is listed', async () => {
  const made = await cli(['channel', 'add', 'webhook', 'hook', '--url', 'https://hook.example.org/x']);
  expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=\n$/)]);
  expect((await cli(['channel', 'test', 'hook'])).stdout).toBe('It arrived.\n');
  expect(made.stderr).toContain('Try it: gauntlet channel test hook\n');
  expect((await cli(['channel', 'change', 'hook', '--url', 'https://hook.example.org/y'])).code).toBe(0);
  expect((await cli(['channel', 'show', 'hook'])).stdout).toContain('https://hook.example.org/y');
  const other = await cli(['channel', 'change', 'hook', '--repository', 'acme/shop']);
  expect([other.code, other.stderr]).toEqual([3, expect.stringContaining('the kind webhook')]);
  const slack = await cli(
    ['channel', 'add', 'slack-webhook', 'team'],
    'https://hooks.example.org/secret-part\n',
  );
  expect(slack.code).toBe(0);
  const shown = await cli(['channel', 'show', 'team']);
  expect(shown.stdout).toContain('url (set)');
  expect(shown.stdout + slack.stdout).not.toContain('secret-part');
  const rule = [
    'notify',
    'rule',
    'add',
    'main',
    '--on',
    'failed',
    '--channel',
    'hook',
    '--quiet',
    '22:00-07:00',
  ];
  expect((await cli([...rule, '--time-zone', 'Europe/Berlin', '--break-through', 'failed'])).code).toBe(0);
  expect((await cli(['notify', 'rule', 'show', 'main'])).stdout).toContain(
    '22:00 to 07:00, Europe/Berlin, hold',
  );
  const executionId = await stage.run('failed', { name: 'checkout' });
  await stage.settle();
  const preview = await cli(['notify', 'preview', 'main', executionId]);
  expect(preview.stdout).toContain('\u2717 Tests Failed (0/1)');
  expect((await cli(['notify', 'deliveries', '--channel', 'hook'])).stdout).toContain('pending');
  expect((await cli(['notify', 'replay', '--all'])).stdout).toBe('0 are tried again.\n');
  expect((await cli(['channel', 'remove', 'hook'])).code).toBe(0);
  expect((await cli(['channel', 'list'])).stdout).not.toMatch(/^hook\t/m);
});

test('what is typed wrong is refused before anything is asked', async () => {
  expect((await cli(['channel', 'add', 'pigeon', 'x'])).stderr).toContain('Kinds are slack-webhook');
  expect((await cli(['notify', 'replay'])).code).toBe(3);
  const rule = await cli(['notify', 'rule', 'add', 'x', '--on', 'sunrise', '--inbox', 'team']);
  expect([rule.code, rule.stderr]).toEqual([3, expect.stringContaining('events')]);
  const smtp = [
    'channel',
    'add',
    'email',
    'x',
    '--to',
    'a@example.org',
    '--smtp',
    'smtps://ada:password@host',
  ];
  expect((await cli(smtp)).stderr).toContain('never taken from the command line');
});

test('the inbox is listed and read', async () => {
  await stage.run('failed', { name: 'mine' });
  await stage.settle();
  expect((await cli(['inbox', '--unread'])).stdout).toContain('Tests Failed (0/1): mine');
  expect((await cli(['inbox', 'read'])).stdout).toMatch(/^\d+ are read now, 0 are not\.\n$/);
  expect((await cli(['inbox', 'list', '--unread'])).stderr).toContain('There is nothing.');
});
