import type { TeamId, UserId } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTextSeal } from '../../adapters/node-crypto/text-seal.ts';
import { createOpenIdProvider } from '../../adapters/oidc/openid-provider.ts';
import type { OidcSettings } from '../../boot/oidc-settings.ts';
import { createProviderOperations } from '../../boot/provider-operations.ts';
import { authenticate } from '../../identity/index.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createBrowser, type Page } from '../../testing/browser.ts';
import { createStage, type Stage } from '../../testing/execution-stage.ts';
import { fakeHttpDeps } from '../../testing/fake-http-deps.ts';
import { CLIENT, startOpenIdProvider, type TestProvider } from '../../testing/open-id-provider.ts';
import { createHttpServer } from '../server.ts';

let stage: Stage;
let provider: TestProvider;
let first: Awaited<ReturnType<typeof serve>>;
let second: Awaited<ReturnType<typeof serve>>;
let people = 0;

beforeAll(async () => {
  stage = await createStage();
  provider = await startOpenIdProvider({});
  first = await serve();
  second = await serve();
  provider.serve(`${first.address}/auth/oidc/callback`);
});
afterAll(async () => {
  await first.close();
  await second.close();
  await provider.goAway();
  await stage.close();
});

const settingsWith = (part: Partial<OidcSettings>): OidcSettings => ({
  ...CLIENT,
  issuer: provider.issuer,
  scopes: 'openid profile email',
  groupsClaim: 'groups',
  roleMap: [
    { group: 'platform', role: 'lead', team: 'engines' },
    { group: 'developers', role: 'developer', team: 'engines' },
    { group: 'on-call', role: 'sre', team: 'engines' },
    { group: 'brakes', role: 'viewer', team: 'brakes' },
    { group: 'keepers', role: 'admin', team: 'engines' },
  ],
  name: 'Example ID',
  linkByEmail: false,
  ...part,
});

/** Servers of one key and one database; settings may differ, as they do while they are changed. */
async function serve(part: Partial<OidcSettings> = {}) {
  const cookieSeal = createTextSeal(
    { read: async () => [{ keyId: 'test', key: new Uint8Array(32).fill(7) }] },
    'sign-in',
  );
  const operations = createProviderOperations({ ...stage, cookieSeal }, settingsWith(part), (settings) =>
    createOpenIdProvider(settings, systemClock),
  );
  const server = createHttpServer({
    ...fakeHttpDeps({
      identity: { authenticate: (token: string) => authenticate(stage, token) },
      readers: { list: async () => ok({ items: [], nextCursor: null }) },
    }),
    clock: stage.clock,
    provider: operations,
  });
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  return { address, close: () => server.close() };
}

type Door = { address: string };

/** Somebody new to everybody, so that no test sees what another has left. */
function newPerson(groups: string[] | string | undefined, more: object = {}): string {
  people += 1;
  const subject = `subject-${people}`;
  provider.people[subject] = {
    preferred_username: `person${people}`,
    ...(groups === undefined ? {} : { groups }),
    ...more,
  };
  return subject;
}

const isCallback = (url: URL) => url.pathname === '/auth/oidc/callback';

/** Up to the address that the provider sends the browser back to. */
async function goToProvider(
  subject: string,
  { browser = createBrowser(), at = first as Door, change = (_url: URL): void => undefined, next = '' } = {},
) {
  const start = await browser.load(`${at.address}/auth/oidc/start${next && `?next=${next}`}`);
  const asked = new URL(start.headers.get('location') ?? 'none:');
  change(asked);
  let page = await browser.follow(await browser.load(asked), isCallback);
  const forms: Record<string, string>[] = [
    { prompt: 'login', login: subject, password: 'any' },
    { prompt: 'consent' },
  ];
  for (const form of forms) {
    if (page instanceof URL) break;
    const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1] ?? page.url.href;
    page = await browser.follow(await browser.load(new URL(action, page.url), form), isCallback);
  }
  if (!(page instanceof URL)) throw new Error(`no way back from the provider: ${page.status} ${page.text}`);
  return { browser, callback: page };
}

async function signIn(subject: string, at: Door = first) {
  const { browser, callback } = await goToProvider(subject, { at });
  return { browser, page: await browser.load(`${at.address}${callback.pathname}${callback.search}`) };
}

async function whoIs(browser: ReturnType<typeof createBrowser>) {
  const actor = await authenticate(stage, browser.cookie('gauntlet_access')?.value ?? '');
  return actor && { user: actor.username, team: actor.teamName, roles: [...actor.roles].sort() };
}

const actsOf = async (action: string) => {
  const events = stage.database.selectFrom('events').where('event_type', '=', 'acted');
  const rows = await events.select(['event_data', 'stream_id']).orderBy('append_id').execute();
  type Act = { action: string; target: { id: string; name: string }; detail: { why?: string; how?: string } };
  return rows
    .map(({ event_data, stream_id }) => ({ ...(event_data as Act), trail: stream_id }))
    .filter((act) => act.action === action);
};

/** No session, a page that says it, and the trail tells why. */
async function expectRefused(browser: ReturnType<typeof createBrowser>, page: Page, said: object) {
  expect(browser.cookie('gauntlet_access')).toBeUndefined();
  expect(page.text).toContain('You are not signed in');
  expect(page.text).toContain('href="/auth/oidc/start"');
  const last = (await actsOf('session.refuse')).at(-1);
  expect({ status: page.status, why: last?.detail.why, how: last?.detail.how }).toEqual({
    how: 'oidc',
    ...said,
  });
}

const rowOf = (username: string) =>
  stage.database.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst();

describe('signing in by an identity provider', () => {
  it('gives the team and the roles of the groups, and leads to the page that was wanted', async () => {
    const subject = newPerson(['developers', 'on-call', 'brakes', 'unknown']);
    const { browser, callback } = await goToProvider(subject, { next: '/executions%3Fstatus=queued' });
    const back = await browser.load(callback);
    expect(back.status).toBe(200);
    expect(back.text).toContain('content="0;url=/executions?status=queued"');
    expect(browser.cookie('gauntlet_access')?.sameSite).toBe('Strict');
    expect(await whoIs(browser)).toEqual({
      user: provider.people[subject]?.preferred_username,
      team: 'engines',
      roles: ['developer', 'sre'],
    });
    expect((await browser.load(`${first.address}/`)).status).toBe(200);
  });

  it('is offered by its name on the page where people sign in', async () => {
    const page = await createBrowser().load(`${first.address}/signin?next=/device%3Fcode=BCDF-GHJK`);
    expect(page.text).toContain('Sign in with Example ID');
    expect(page.text).toContain('/auth/oidc/start?next=%2Fdevice%3Fcode%3DBCDF-GHJK');
  });

  it('sends nobody to another site afterwards', async () => {
    const subject = newPerson(['developers']);
    const { browser, callback } = await goToProvider(subject, { next: '//evil.example/' });
    expect((await browser.load(callback)).text).toContain('content="0;url=/"');
  });

  it('keeps what it must remember sealed, from scripts and from other sites that only embed', async () => {
    const browser = createBrowser();
    const start = await browser.load(`${first.address}/auth/oidc/start`);
    const [cookie = ''] = start.headers.getSetCookie();
    expect(cookie).toMatch(/; Max-Age=600; Path=\/auth\/oidc\/callback; HttpOnly; SameSite=Lax$/);
    const asked = new URL(start.headers.get('location') ?? '');
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const value = asked.searchParams.get(name) ?? '';
      expect(value.length).toBeGreaterThan(20);
      expect(Buffer.from(cookie, 'base64url').toString('latin1')).not.toContain(value);
      expect(cookie).not.toContain(value);
    }
  });

  it('may begin at one server and end at another', async () => {
    const subject = newPerson(['brakes']);
    const { browser, callback } = await goToProvider(subject);
    // Browsers send cookies to every port of a host; this one does not, and is told to.
    const memory = browser.cookie('gauntlet_oidc');
    const other = createBrowser();
    await other.load(`${second.address}/auth/oidc/start`);
    other.setCookie('gauntlet_oidc', memory?.value ?? '');
    expect((await other.load(`${second.address}${callback.pathname}${callback.search}`)).status).toBe(200);
    expect(await whoIs(other)).toMatchObject({ team: 'brakes', roles: ['viewer'] });
  });
});

describe('an account of the provider', () => {
  it('is made once and follows the groups at every sign-in, which the trail tells', async () => {
    const subject = newPerson(['developers']);
    const name = provider.people[subject]?.preferred_username ?? '';
    const earlier = await signIn(subject);
    Object.assign(provider.people[subject] ?? {}, { groups: ['platform'], preferred_username: 'renamed' });
    const again = await signIn(subject);
    expect(await whoIs(again.browser)).toEqual({ user: name, team: 'engines', roles: ['lead'] });
    expect(await whoIs(earlier.browser)).toBeNull();
    const same = await signIn(subject);
    expect([await whoIs(again.browser), await whoIs(same.browser)]).not.toContain(null);
    Object.assign(provider.people[subject] ?? {}, { groups: ['brakes'] });
    const moved = await signIn(subject);
    expect(await whoIs(moved.browser)).toEqual({ user: name, team: 'brakes', roles: ['viewer'] });
    const changes = (await actsOf('user.change')).filter(({ target }) => target.name === name);
    const [left, entered] = [await teamNamed('engines'), await teamNamed('brakes')];
    // The roles in one team, then the move in both.
    expect(changes.map(({ trail }) => trail)).toEqual([
      `audit-${left}`,
      ...[`audit-${left}`, `audit-${entered}`].toSorted(),
    ]);
    expect((await actsOf('user.create')).filter(({ target }) => target.name === name)).toHaveLength(1);
  });

  it('of the last active admin stays that one, whatever the groups say; of one of two it follows them', async () => {
    const keepers = [newPerson(['keepers']), newPerson(['keepers'])] as const;
    for (const subject of keepers) await signIn(subject);
    const names = keepers.map((subject) => provider.people[subject]?.preferred_username ?? '');
    const others = stage.database.updateTable('users').where('username', 'not in', names);
    await others.set({ active: false }).execute();
    try {
      for (const subject of keepers) Object.assign(provider.people[subject] ?? {}, { groups: ['brakes'] });
      const [first, last] = [await signIn(keepers[0]), await signIn(keepers[1])];
      expect(await whoIs(first.browser)).toEqual({ user: names[0], team: 'brakes', roles: ['viewer'] });
      expect(await whoIs(last.browser)).toEqual({ user: names[1], team: 'engines', roles: ['admin'] });
    } finally {
      await others.set({ active: true }).execute();
    }
  });

  it('is one, however many sign in as it at once', async () => {
    const subject = newPerson(['developers'], { preferred_username: 'at-once' });
    const came = await Promise.all([1, 2, 3].map(() => goToProvider(subject)));
    const pages = await Promise.all(came.map(({ browser, callback }) => browser.load(callback)));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    const rows = stage.database.selectFrom('user_identities').selectAll().where('subject', '=', subject);
    expect(await rows.execute()).toHaveLength(1);
    expect(await rowOf('at-once-2')).toBeUndefined();
  });

  it('takes no name, and no account, that somebody else has', async () => {
    const local = { team: await teamNamed('engines'), roles: '["admin"]', email: 'grace@example.org' };
    await insertUser('grace', local);
    const { browser } = await signIn(
      newPerson(['brakes'], {
        preferred_username: 'grace',
        email: 'Grace@Example.org',
        email_verified: true,
      }),
    );
    expect(await whoIs(browser)).toEqual({ user: 'grace-2', team: 'brakes', roles: ['viewer'] });
    expect((await rowOf('grace-2'))?.email).toBeNull();
    expect((await rowOf('grace'))?.roles).toEqual(['admin']);
  });

  it('keeps an address only when the provider has verified it', async () => {
    await signIn(
      newPerson(['brakes'], { preferred_username: 'v1', email: 'v1@example.org', email_verified: true }),
    );
    await signIn(newPerson(['brakes'], { preferred_username: 'v2', email: 'v2@example.org' }));
    expect((await rowOf('v1'))?.email).toBe('v1@example.org');
    expect((await rowOf('v2'))?.email).toBeNull();
  });

  it('reads a single group that comes without a list', async () => {
    expect(await whoIs((await signIn(newPerson('on-call'))).browser)).toMatchObject({ roles: ['sre'] });
  });
});

describe('a local account', () => {
  let linking: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    linking = await serve({ linkByEmail: true });
    provider.serve(`${linking.address}/auth/oidc/callback`);
    await insertUser('linus', {
      team: await teamNamed('engines'),
      roles: '["sre"]',
      email: 'linus@example.org',
    });
  });
  afterAll(async () => {
    await linking.close();
    provider.serve(`${first.address}/auth/oidc/callback`);
  });

  it('is not linked by an address that the provider has not verified', async () => {
    const unverified = newPerson(['brakes'], { preferred_username: 'evil', email: 'linus@example.org' });
    expect(await whoIs((await signIn(unverified, linking)).browser)).toMatchObject({ user: 'evil' });
  });

  it('is linked by one that it has, where that is set, and keeps its own team and roles', async () => {
    const subject = newPerson(['brakes'], { email: 'LINUS@example.org', email_verified: true });
    const linus = { user: 'linus', team: 'engines', roles: ['sre'] };
    expect(await whoIs((await signIn(subject, linking)).browser)).toEqual(linus);
    expect(await whoIs((await signIn(subject, linking)).browser)).toEqual(linus);
    const other = newPerson(['brakes'], { email: 'linus@example.org', email_verified: true });
    const { browser, page } = await signIn(other, linking);
    await expectRefused(browser, page, { status: 403, why: 'address-linked-already' });
  });
});

describe('nobody gets in', () => {
  it('without a group that is mapped', async () => {
    for (const groups of [undefined, [], ['unknown']]) {
      const { browser, page } = await signIn(newPerson(groups));
      await expectRefused(browser, page, { status: 403, why: 'no-mapped-group' });
      expect(page.text).toContain('none of your groups');
    }
  });

  it('who has left every group; what they were given before does nothing any more', async () => {
    const subject = newPerson(['platform']);
    const before = await signIn(subject);
    Object.assign(provider.people[subject] ?? {}, { groups: [] });
    const { browser, page } = await signIn(subject);
    await expectRefused(browser, page, { status: 403, why: 'no-mapped-group' });
    const token = before.browser.cookie('gauntlet_access')?.value ?? '';
    expect(await authenticate(stage, token)).toBeNull();
  });

  it('whose account or team is deactivated', async () => {
    const subject = newPerson(['developers'], { preferred_username: 'gone' });
    await signIn(subject);
    await stage.database.updateTable('users').set({ active: false }).where('username', '=', 'gone').execute();
    const { browser, page } = await signIn(subject);
    await expectRefused(browser, page, { status: 403, why: 'user-inactive' });
    expect((await rowOf('gone'))?.active).toBe(false);
    await setTeamActive('brakes', false);
    const late = await signIn(newPerson(['brakes']));
    await expectRefused(late.browser, late.page, { status: 403, why: 'team-inactive' });
    await setTeamActive('brakes', true);
  });

  it('who says no at the provider', async () => {
    const browser = createBrowser();
    const start = await browser.load(`${first.address}/auth/oidc/start`);
    const login = await browser.follow(start, isCallback);
    if (login instanceof URL) throw new Error('the provider asked nothing');
    const abort = /href="([^"]+abort)"/.exec(login.text)?.[1] ?? '';
    const back = await browser.follow(await browser.load(new URL(abort, login.url)), isCallback);
    if (!(back instanceof URL)) throw new Error('the provider kept the browser');
    await expectRefused(browser, await browser.load(back), { status: 403, why: 'provider-refused' });
  });

  it('with a state that is not the one that was sent', async () => {
    const { browser, callback } = await goToProvider(newPerson(['developers']));
    callback.searchParams.set('state', 'another');
    await expectRefused(browser, await browser.load(callback), { status: 400, why: 'state-differs' });
  });

  it('by an answer that another browser was waiting for', async () => {
    const attacker = await goToProvider(newPerson(['developers']));
    const victim = await goToProvider(newPerson(['developers']));
    const page = await victim.browser.load(attacker.callback);
    await expectRefused(victim.browser, page, { status: 400, why: 'state-differs' });
    const stranger = createBrowser();
    const other = await stranger.load(attacker.callback);
    await expectRefused(stranger, other, { status: 400, why: 'no-sign-in-begun' });
  });

  it('by an answer that was used before', async () => {
    const { browser, callback } = await goToProvider(newPerson(['developers']));
    const memory = browser.cookie('gauntlet_oidc')?.value ?? '';
    expect((await browser.load(callback)).status).toBe(200);
    expect(browser.cookie('gauntlet_oidc')).toBeUndefined();
    const thief = createBrowser();
    await thief.load(`${first.address}/auth/oidc/start`);
    thief.setCookie('gauntlet_oidc', memory);
    await expectRefused(thief, await thief.load(callback), { status: 400, why: 'code-not-good' });
  });

  it('after more than ten minutes, though the browser kept the cookie', async () => {
    const { browser, callback } = await goToProvider(newPerson(['developers']));
    stage.clock.moveBy(601);
    await expectRefused(browser, await browser.load(callback), { status: 400, why: 'memory-expired' });
  });

  it('with a cookie that was changed, or made up', async () => {
    const { browser, callback } = await goToProvider(newPerson(['developers']));
    const value = browser.cookie('gauntlet_oidc')?.value ?? '';
    const middle = Math.floor(value.length / 2);
    const changed = `${value.slice(0, middle)}${value[middle] === 'A' ? 'B' : 'A'}${value.slice(middle + 1)}`;
    for (const bad of [changed, value.slice(0, -2), 'e30', '']) {
      const copy = createBrowser();
      await copy.load(`${first.address}/auth/oidc/start`);
      copy.setCookie('gauntlet_oidc', bad);
      await expectRefused(copy, await copy.load(callback), { status: 400, why: 'memory-changed' });
    }
  });

  it('by an identity that was made for another sign-in: other nonce, other PKCE challenge', async () => {
    const nonce = await goToProvider(newPerson(['developers']), {
      change: (url) => url.searchParams.set('nonce', 'a-nonce-of-somebody-else'),
    });
    const page = await nonce.browser.load(nonce.callback);
    await expectRefused(nonce.browser, page, { status: 400, why: 'answer-not-valid' });
    const pkce = await goToProvider(newPerson(['developers']), {
      change: (url) => url.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'),
    });
    const other = await pkce.browser.load(pkce.callback);
    await expectRefused(pkce.browser, other, { status: 400, why: 'code-not-good' });
  });

  it('by a server whose secret the provider does not take', async () => {
    const wrong = await serve({ clientSecret: 'wrong' });
    provider.serve(`${wrong.address}/auth/oidc/callback`);
    const { browser, page } = await signIn(newPerson(['developers']), wrong);
    await expectRefused(browser, page, { status: 503, why: 'provider-refuses-this-server' });
    await wrong.close();
    provider.serve(`${first.address}/auth/oidc/callback`);
  });

  it('is told to a program as a problem', async () => {
    const answer = await fetch(`${first.address}/auth/oidc/callback?state=x`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'sign-in-failed' });
  });
});

describe('a provider that is away', () => {
  let late: Awaited<ReturnType<typeof serve>>;
  beforeEach(async () => {
    await late?.close();
  });
  afterAll(() => late.close());

  it('keeps no server from starting; it is asked again at the next sign-in', async () => {
    await provider.goAway();
    late = await serve();
    const page = await createBrowser().load(`${late.address}/auth/oidc/start`);
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '60']);
    expect(page.text).toContain(`The identity provider at ${provider.issuer} cannot be used at the moment`);
    expect(page.headers.getSetCookie()).toEqual([]);
    await provider.comeBack();
    provider.serve(`${late.address}/auth/oidc/callback`);
    const { browser, page: back } = await signIn(newPerson(['developers']), late);
    expect(back.status).toBe(200);
    expect(await whoIs(browser)).toMatchObject({ team: 'engines' });
  });

  it('in the middle of a sign-in ends that one, and the trail tells of it', async () => {
    late = await serve();
    provider.serve(`${late.address}/auth/oidc/callback`);
    const { browser, callback } = await goToProvider(newPerson(['developers']), { at: late });
    await provider.goAway();
    const page = await browser.load(callback);
    await expectRefused(browser, page, { status: 503, why: 'provider-unavailable' });
    await provider.comeBack();
  });
});

async function teamNamed(name: string): Promise<TeamId> {
  const make = { teamId: stage.ids.next<TeamId>(), teamName: name };
  return stage.inTransaction(async (tx) => (await stage.accounts.ensureTeam(tx, make)).teamId);
}

async function insertUser(
  username: string,
  { team, roles, email }: { team: string; roles: string; email: string },
) {
  const row = { user_id: stage.ids.next<UserId>(), username, team_id: team, roles, email };
  await stage.database.insertInto('users').values(row).execute();
}

const setTeamActive = (name: string, active: boolean) =>
  stage.database.updateTable('teams').set({ active }).where('team_name', '=', name).execute();
