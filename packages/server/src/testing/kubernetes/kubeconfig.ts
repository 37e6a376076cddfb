/** Kubeconfigs as people have them, with what a test says. */
import { stringify } from 'yaml';

export type KubeconfigParts = {
  server: string;
  token?: string;
  /** In PEM. */
  ca?: string;
  certificate?: { cert: string; key: string };
  /** Whatever else stands there. */
  cluster?: object;
  user?: object;
};

const base64 = (text: string) => Buffer.from(text).toString('base64');

export const kubeconfigOf = ({ server, token, ca, certificate, cluster, user }: KubeconfigParts): string =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'gauntlet',
    clusters: [
      {
        name: 'here',
        cluster: {
          server,
          ...(ca === undefined ? {} : { 'certificate-authority-data': base64(ca) }),
          ...cluster,
        },
      },
    ],
    users: [
      {
        name: 'gauntlet',
        user: {
          ...(token === undefined ? {} : { token }),
          ...(certificate === undefined
            ? {}
            : {
                'client-certificate-data': base64(certificate.cert),
                'client-key-data': base64(certificate.key),
              }),
          ...user,
        },
      },
    ],
    contexts: [{ name: 'gauntlet', context: { cluster: 'here', user: 'gauntlet' } }],
  });
