import { spawn } from 'node:child_process';

type Env = Readonly<Record<string, string | undefined>>;

/** What opens an address here. Null: there is no desktop. */
export function browserOpener(platform: NodeJS.Platform, env: Env): string | null {
  if (platform === 'darwin') return 'open';
  if (platform === 'linux' && (env.DISPLAY || env.WAYLAND_DISPLAY)) return 'xdg-open';
  return null;
}

/** Only tries: the address is on the screen in any case. */
export function openBrowser(env: Env, address: string): void {
  const opener = browserOpener(process.platform, env);
  const url = URL.parse(address);
  // The address is the server's word: nothing but a page may be opened by it.
  if (opener === null || (url?.protocol !== 'https:' && url?.protocol !== 'http:')) return;
  const child = spawn(opener, [url.href], { stdio: 'ignore', detached: true, env: { ...env } });
  child.on('error', () => undefined); // no such program: the person opens the address
  child.unref();
}
