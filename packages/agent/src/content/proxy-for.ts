/** Pure: which proxy curl, and so git, would use for a URL. */
import type { GitAddress } from './git-address.ts';

type ProxySettings = {
  environment: Readonly<Record<string, string>>;
  configuredProxy: string | undefined;
};

/** Null: none. curl does not look at HTTP_PROXY in capitals, which a web server's clients could set. */
export const proxyFor = (
  { protocol, host, port }: GitAddress,
  { environment, configuredProxy }: ProxySettings,
): string | null => {
  const { https_proxy, HTTPS_PROXY, http_proxy, all_proxy, ALL_PROXY } = environment;
  const ofProtocol = protocol === 'https' ? (https_proxy ?? HTTPS_PROXY) : http_proxy;
  const proxy = configuredProxy ?? ofProtocol ?? all_proxy ?? ALL_PROXY;
  if (!proxy) return null;
  const exceptions = (environment.no_proxy ?? environment.NO_PROXY ?? '').split(/[\s,]+/);
  return exceptions.some((exception) => excepts(exception, host, port)) ? null : proxy;
};

const excepts = (exception: string, host: string, port: number): boolean => {
  if (exception === '*' || exception.replace(/^\[(.*)\]$/, '$1') === host) return true;
  const [, name = '', onlyPort] = /^\.?(.*?)\.?(?::(\d+))?$/.exec(exception.toLowerCase()) ?? [];
  if (name === '' || (onlyPort !== undefined && Number(onlyPort) !== port)) return false;
  return host === name || host.endsWith(`.${name}`);
};
