import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;
export type Host = { platform: NodeJS.Platform; isRoot: boolean; home: string };

export const thisHost = (): Host => ({
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  home: homedir(),
});

/**
 * Where the server of this user keeps everything: `--data-dir`, else GAUNTLET_DATA_DIR, else the
 * platform's place. The server follows the same rule, so that both find each other unasked.
 */
export function dataDirectory(option: string | undefined, env: Env, host: Host, cwd: string): string {
  const chosen = option || env.GAUNTLET_DATA_DIR;
  if (chosen) return resolve(cwd, chosen);
  if (host.isRoot) return '/var/lib/gauntlet';
  if (env.XDG_DATA_HOME) return join(env.XDG_DATA_HOME, 'gauntlet');
  if (host.platform === 'darwin') return join(host.home, 'Library', 'Application Support', 'gauntlet');
  return join(host.home, '.local', 'share', 'gauntlet');
}

/** Where `login` keeps credentials: GAUNTLET_CONFIG_DIR, else the XDG place. */
export function configDirectory(env: Env, host: Host): string {
  if (env.GAUNTLET_CONFIG_DIR) return resolve(env.GAUNTLET_CONFIG_DIR);
  return join(env.XDG_CONFIG_HOME || join(host.home, '.config'), 'gauntlet');
}
