/** Who one is and what lets one in: sessions, passwords, tokens, secrets and the keys behind them. */
import { z } from 'zod';
import { SecretName } from './definition.ts';
import { GrantableScope } from './identity.ts';
import { ProjectId, SessionId, TeamId, TokenId, UserId } from './ids.ts';
import { Instant } from './paging.ts';
import { OfProject } from './projects.ts';
import { trimmed } from './trimmed.ts';

export const TokenView = z.object({
  tokenId: TokenId,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
});
export const TokenList = z.object({ items: z.array(TokenView) }).meta({ id: 'TokenList' });
/** Of one person, those that are still good. */
export const MOST_TOKENS = 100;

export const TokenRequest = z.strictObject({
  name: trimmed(100),
  scopes: z.array(GrantableScope).min(1).default(['read', 'submit']),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});
export const TokenCreated = TokenView.extend({ token: z.string().describe('shown this once') }).meta({
  id: 'TokenCreated',
});

export const SecretRequest = z.strictObject({
  value: z.string().min(4, 'at least 4 characters, or it cannot be masked').max(65_536),
});
export const SecretList = z
  .object({
    items: z.array(
      z.object({ name: SecretName, projectId: OfProject, createdAt: Instant, updatedAt: Instant }),
    ),
  })
  .meta({ id: 'SecretList' });

export const KeyStep = z.enum(['rotate', 'resume', 'drop-old']);
export type KeyStep = z.infer<typeof KeyStep>;
export const KeyRotationRequest = z
  .strictObject({
    step: KeyStep.default('rotate').describe(
      'rotate: a new key (where the key is a file), then seal everything with the first; resume: the latter alone; drop-old: forget the keys that nothing needs',
    ),
  })
  .prefault({});
export const KeyRotation = z
  .object({
    source: z.enum(['file', 'environment']).describe('where the keys are'),
    keyId: z.string().describe('of the key that seals'),
    added: z.string().nullable().describe('id of the key made'),
    resealed: z.number().int().describe('values sealed anew'),
    sealed: z.number().int().describe('values that the first key has sealed'),
    stuck: z
      .array(z.object({ what: z.string(), keyId: z.string(), message: z.string() }))
      .describe('values that no key of the ring opens; they stay as they are'),
    oldKeys: z
      .array(z.object({ keyId: z.string(), rows: z.number().int().describe('values that still need it') }))
      .describe('the other keys of the ring'),
    dropped: z.array(z.string()).describe('ids of the keys that were taken out'),
  })
  .meta({ id: 'KeyRotation' });
export type KeyRotation = z.infer<typeof KeyRotation>;

export const Me = z
  .object({
    userId: UserId,
    username: z.string(),
    teamId: TeamId,
    teamName: z.string(),
    roles: z.array(z.string()),
    scopes: z.array(z.string()),
    project: z
      .object({ projectId: ProjectId, name: z.string() })
      .nullable()
      .describe('the workspace that was asked in; null: the whole home team'),
    signedIn: z
      .object({
        via: z
          .enum(['token', 'session', 'local'])
          .describe('local: by the token of the server on its own host'),
        tokenId: TokenId.nullable(),
        tokenName: z.string().nullable(),
        sessionId: SessionId.nullable(),
      })
      .describe('how one is signed in'),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

/** A user name or password as typed; what a good one is, is asked when it is set. */
const Typed = z.string().min(1).max(1000);
export const LoginRequest = z.strictObject({ username: Typed, password: Typed });

/** Answer of a log-in and of a refresh. The refresh token goes by cookie alone. */
export const SignedIn = z
  .object({
    sessionId: SessionId,
    accessToken: z
      .string()
      .nullable()
      .describe('for `Authorization: Bearer`; null for browsers, which have it in a cookie'),
    expiresInSeconds: z.number().int().describe('of the access token'),
    sessionSeconds: z.number().int().describe('until the session ends, however much it is used'),
  })
  .meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof SignedIn>;

export const PasswordRequest = z.strictObject({
  current: Typed.optional().describe('may be left out by who has no password yet'),
  password: Typed.describe('10 to 200 characters'),
});

export const SessionView = z.object({
  sessionId: SessionId,
  how: z.enum(['password', 'link', 'oidc', 'invitation']),
  current: z.boolean().describe('the one that asks'),
  createdAt: Instant,
  lastUsedAt: Instant,
  expiresAt: Instant,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type SessionView = z.infer<typeof SessionView>;
export const SessionList = z.object({ items: z.array(SessionView) }).meta({ id: 'SessionList' });

export const JsonWebKeys = z
  .object({ keys: z.array(z.record(z.string(), z.unknown())) })
  .meta({ id: 'JsonWebKeys' });
export const SigningKeyMade = z
  .object({ kid: z.string().describe('of the key that signs from now on') })
  .meta({ id: 'SigningKeyMade' });

/** Answer of POST /api/v1/sign-in-links: lets the asker into the browser, once. */
export const SignInLink = z
  .object({
    link: z.string().describe('address from the root of the server, with the one-time code'),
    expiresAt: Instant,
  })
  .meta({ id: 'SignInLink' });
