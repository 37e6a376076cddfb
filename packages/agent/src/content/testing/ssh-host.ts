/** A real sshd on loopback for whoever runs the tests; where there is none, those tests are skipped. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { findClosedPort } from './git-host.ts';

export const findSshServer = (): string | null =>
  [process.env.SSHD_PATH, '/usr/sbin/sshd', '/usr/local/sbin/sshd'].find(
    (path) => path && existsSync(path),
  ) ?? null;

export type SshHost = {
  /** `ssh://user@127.0.0.1:port` */
  url: string;
  privateKey: string;
  /** A key that the server does not know. */
  strangersKey: string;
  close: () => Promise<void>;
};

/**
 * What Debian's package makes at its installation and at each boot, and what an image that was only unpacked
 * lacks: without them sshd, started by root, ends at once.
 */
const completeInstallation = (): void => {
  if (process.getuid?.() !== 0) return;
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  if (/^sshd:/m.test(readFileSync('/etc/passwd', 'utf8'))) return;
  execFileSync('useradd', [
    '--system',
    '--no-create-home',
    '--home-dir',
    '/run/sshd',
    '--shell',
    '/usr/sbin/nologin',
    'sshd',
  ]);
};

export const startSshHost = async (sshd: string, folder: string): Promise<SshHost> => {
  if (process.platform === 'linux') completeInstallation();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of ['host', 'user', 'stranger'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  const port = await findClosedPort();
  const config = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'user.pub')}`,
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'PidFile none',
  ];
  writeFileSync(join(folder, 'config'), `${config.join('\n')}\n`);
  const server = spawn(sshd, ['-D', '-e', '-f', join(folder, 'config')], { stdio: 'ignore' });
  await waitForPort(port, server);
  return {
    url: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    privateKey: readFileSync(join(folder, 'user'), 'utf8'),
    strangersKey: readFileSync(join(folder, 'stranger'), 'utf8'),
    close: async () => {
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
  };
};

const waitForPort = async (port: number, server: ChildProcess): Promise<void> => {
  for (const until = performance.now() + 10_000; performance.now() < until; ) {
    if (server.exitCode !== null) throw new Error(`sshd ended with ${server.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const opened = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(
        () => false,
        () => false,
      ),
    ]).catch(() => false);
    socket.destroy();
    if (opened) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('sshd does not answer');
};
