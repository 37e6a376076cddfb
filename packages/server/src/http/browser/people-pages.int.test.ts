/** The pages that links of invitations and password resets lead to, in a real browser without script. */
import { InvitationCreated, PasswordResetLink } from '@gauntlet/contract';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../../testing/launch-chromium.ts';
import {
  createPeopleStage,
  PASSWORD,
  type PeopleStage,
  type TestPerson,
} from '../../testing/people-stage.ts';

let browser: Browser;
let stage: PeopleStage;
let lead: TestPerson;
beforeAll(async () => {
  stage = await createPeopleStage();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});
beforeEach(async () => {
  lead = await stage.newPerson('lead', await stage.newTeam('ours'), ['lead']);
});

const newPage = async () => (await browser.newContext({ javaScriptEnabled: false })).newPage();
const invite = async (order: object = {}) => {
  const made = await stage.call(lead, 'POST', '/invitations', order);
  return stage.address + InvitationCreated.parse(await made.json()).link;
};
const resetLink = async (userId: string) => {
  const made = await stage.call(lead, 'POST', `/users/${userId}/password-reset`, {});
  return stage.address + PasswordResetLink.parse(await made.json()).link;
};
async function fill(page: Page, fields: Record<string, string>, form: string): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.fill(`input[name="${name}"]`, value);
  await page.click(`form[action="${form}"] button`);
}
const twice = (password = PASSWORD) => ({ password, again: password });
const pathOf = (page: Page) => new URL(page.url()).pathname;

describe('the page of an invitation', () => {
  it('says into which team, as what and by whom, and makes the account', async () => {
    const page = await newPage();
    await page.goto(await invite({ roles: ['viewer'] }));
    expect(await page.textContent('main')).toMatch(
      new RegExp(`${lead.username} invites you into the team ${lead.teamName}.*viewer`, 's'),
    );
    const username = `new-${lead.username}`;
    await fill(page, { username: 'not good', ...twice() }, '/invitation');
    expect(await page.textContent('[role="alert"]')).toContain('The user name is not good');
    await fill(page, { username: lead.username, ...twice() }, '/invitation');
    expect(await page.textContent('[role="alert"]')).toContain('is taken');
    await fill(page, { username, password: PASSWORD, again: 'something else' }, '/invitation');
    expect(await page.textContent('[role="alert"]')).toContain('not the same both times');
    expect(await page.inputValue('input[name="username"]')).toBe(username);
    await fill(page, twice(), '/invitation');
    expect(pathOf(page)).toBe('/');
    await page.goto(`${stage.address}/account`);
    expect(await page.textContent('.who bdi')).toBe(username);
    await page.context().close();
  });

  it('tells who is signed in that they have an account, and keeps the link good', async () => {
    await stage.setPassword(lead.userId);
    const page = await newPage();
    await page.goto(`${stage.address}/signin`);
    await fill(page, { username: lead.username, password: PASSWORD }, '/signin');
    const link = await invite();
    await page.goto(link);
    expect(await page.textContent('[role="status"]:not(#connection)')).toContain(
      `You are signed in as ${lead.username}`,
    );
    expect(await page.locator('form[action="/invitation"]').count()).toBe(0);
    await page.click('form[action="/signout"] button');
    await page.goto(link);
    expect(await page.locator('form[action="/invitation"]').count()).toBe(1);
    await page.context().close();
  });

  it('knows who is signed in also when the link was in a message of another site', async () => {
    await stage.setPassword(lead.userId);
    const page = await newPage();
    await page.goto(`${stage.address}/signin`);
    await fill(page, { username: lead.username, password: PASSWORD }, '/signin');
    await page.goto(`data:text/html,<a href="${await invite()}">an invitation</a>`);
    await page.click('a');
    await page.waitForSelector('h1');
    expect(await page.textContent('main')).toContain(`You are signed in as ${lead.username}`);
    await page.context().close();
  });

  it('of a link that is not good says so, whatever the reason, with status 410', async () => {
    const link = await invite();
    const page = await newPage();
    await page.goto(link);
    await fill(page, { username: `once-${lead.username}`, ...twice() }, '/invitation');
    await page.context().clearCookies();
    const texts = [];
    for (const address of [link, `${stage.address}/invitation?token=giv_x`, `${stage.address}/invitation`]) {
      expect((await page.goto(address))?.status()).toBe(410);
      texts.push(await page.textContent('main'));
    }
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('Ask for a new one');
    await page.context().close();
  });
});

describe('the page of a password reset', () => {
  it('sets the password, signs in, and is over', async () => {
    const page = await newPage();
    const link = await resetLink(lead.userId);
    await page.goto(link);
    expect(await page.textContent('main')).toContain(`For the account ${lead.username}`);
    await fill(page, { password: PASSWORD, again: 'something else' }, '/password-reset');
    expect(await page.textContent('[role="alert"]')).toContain('not the same both times');
    await fill(page, twice(), '/password-reset');
    expect(pathOf(page)).toBe('/account');
    expect(await page.textContent('.note')).toContain('Your password is set');
    expect((await stage.logIn(lead.username)).status).toBe(200);
    expect((await page.goto(link))?.status()).toBe(410);
    expect(await page.textContent('[role="alert"]')).toContain('Ask for a new one');
    await page.context().close();
  });
});

describe('both forms', () => {
  it.each(['/invitation', '/password-reset'])('%s: are taken from our own pages alone', async (path) => {
    const post = (headers: Record<string, string>) =>
      fetch(stage.address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams({ token: 'x', username: 'x', ...twice() }).toString(),
      }).then(({ status }) => status);
    expect(await post({ origin: 'https://evil.test' })).toBe(403);
    expect(await post({})).toBe(403);
    expect(await post({ origin: stage.address })).toBe(410);
  });

  it('are shown under a policy that lets nothing foreign in, and kept by nobody', async () => {
    for (const link of [await invite(), await resetLink(lead.userId)]) {
      const { headers } = await fetch(link);
      expect(headers.get('content-security-policy')).toContain("form-action 'self'");
      expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([
        'private, no-store',
        'same-origin',
      ]);
    }
  });
});
