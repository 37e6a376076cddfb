/** Signing in by an identity provider: what is asked of the provider, and what of the stores. */
import type { Refusal, Role, TeamId, UserId } from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { Tx } from '../../kernel/tx.ts';

/** What the browser keeps, sealed, while the person is at the provider. */
export type SignInMemory = { state: string; nonce: string; codeVerifier: string };

/** Who came back, as the provider says. `email` is there only when the provider has verified it. */
export type ProviderPerson = {
  issuer: string;
  subject: string;
  username: string | null;
  email: string | null;
  groups: readonly string[];
};

/** `why` is a word for the audit trail, `detail` for the log alone. */
export type ProviderRefusal = Refusal<'sign-in-failed' | 'not-allowed' | 'unavailable'> & {
  why: string;
  detail?: string;
};

export type IdentityProvider = {
  /** Where to send the browser, and what must be remembered until it is back. */
  begin(callbackUrl: string): Promise<Result<{ url: string; memory: SignInMemory }, ProviderRefusal>>;
  /** `query`: what the provider sent along with the browser. */
  finish(answer: {
    callbackUrl: string;
    query: string;
    memory: SignInMemory;
  }): Promise<Result<ProviderPerson, ProviderRefusal>>;
};

/** Seals what a browser keeps for us: it can neither be read nor changed, and any server of the same key opens it. */
export type TextSeal = {
  seal(text: string): Promise<string>;
  /** Null: it was not sealed by us. */
  open(sealed: string): Promise<string | null>;
};

/** People of this group of the provider are in that team, in that role. The first row that fits gives the team. */
export type RoleMapRow = { group: string; role: Role; team: string };

export type ProviderRules = { roleMap: readonly RoleMapRow[]; linkByEmail: boolean };

export type AccountRow = {
  userId: UserId;
  username: string;
  teamId: TeamId;
  roles: readonly string[];
  userActive: boolean;
  teamActive: boolean;
};

export type ProviderAccounts = {
  /** The account of somebody at a provider. Nobody else signs in as the same until the transaction ends. */
  find(tx: Tx, issuer: string, subject: string): Promise<(AccountRow & { managesUser: boolean }) | null>;
  /** The account with this address, in any case of letters, and whether it has an identity at this provider. */
  findByEmail(tx: Tx, email: string, issuer: string): Promise<(AccountRow & { linked: boolean }) | null>;
  /** The team of this name; made under that id when there is none. */
  ensureTeam(
    tx: Tx,
    team: { teamId: TeamId; teamName: string },
  ): Promise<{ teamId: TeamId; created: boolean; active: boolean }>;
  /** False: the name is taken. */
  insertUser(
    tx: Tx,
    user: { userId: UserId; username: string; email: string | null; teamId: TeamId; roles: readonly Role[] },
  ): Promise<boolean>;
  insertIdentity(
    tx: Tx,
    identity: { issuer: string; subject: string; userId: UserId; managesUser: boolean; now: Date },
  ): Promise<void>;
  place(tx: Tx, userId: UserId, place: { teamId: TeamId; roles: readonly Role[] }): Promise<void>;
  noteUse(tx: Tx, issuer: string, subject: string, now: Date): Promise<void>;
};
