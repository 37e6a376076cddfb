/** A real OpenID Connect provider on loopback, with people and groups, that asks for PKCE. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export type Person = {
  preferred_username?: string;
  email?: string;
  email_verified?: boolean;
  groups?: string[] | string;
};

export const CLIENT = { clientId: 'gauntlet', clientSecret: 'a-secret-that-both-know' };

export type TestProvider = {
  issuer: string;
  /** By subject; may be changed while it runs. */
  people: Record<string, Person>;
  /** Knows where to send browsers back to. May be called again. */
  serve(callbackUrl: string): void;
  /** Nobody answers from now on. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
};

/** Listens at once, so that its address is known, and answers 503 until it serves. */
export async function startOpenIdProvider(people: Record<string, Person>): Promise<TestProvider> {
  let answer: RequestListener = (_request, response) => response.writeHead(503).end();
  let server: Server;
  const listen = async (port: number) => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwks = { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' }] };
  return {
    issuer,
    people,
    serve: (callbackUrl) => {
      answer = new Provider(issuer, configurationOf(people, jwks, callbackUrl)).callback();
    },
    goAway: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    comeBack: async () => void (await listen(port)),
  };
}

const configurationOf = (people: Record<string, Person>, jwks: object, callbackUrl: string) => ({
  clients: [
    {
      client_id: CLIENT.clientId,
      client_secret: CLIENT.clientSecret,
      redirect_uris: [callbackUrl],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
  ],
  jwks,
  cookies: { keys: ['a key for the cookies of the test'] },
  pkce: { required: () => true },
  claims: {
    openid: ['sub'],
    profile: ['preferred_username', 'groups'],
    email: ['email', 'email_verified'],
  },
  findAccount: (_context: unknown, subject: string) => ({
    accountId: subject,
    claims: async () => ({ sub: subject, ...people[subject] }),
  }),
});
