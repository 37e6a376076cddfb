/** The pages of a project in a real browser: whoever is in it stays in it, and finds the way out. */
import { ProjectView, SubmitAnswer } from '@gauntlet/contract';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';
import { launchChromium } from '../../testing/launch-chromium.ts';

const LONG = 'a name of a project that goes on and on until no narrow screen has room for it';

let stage: HttpStage;
let browser: Browser;
let page: Page;
let project: string;
const troubles: string[] = [];
beforeAll(async () => {
  stage = await createHttpStage();
  browser = await launchChromium();
  page = await (await browser.newContext({ viewport: { width: 1200, height: 800 } })).newPage();
  page.on('console', (said) => said.type() === 'error' && troubles.push(said.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  ({ projectId: project } = ProjectView.parse(await post('/projects', { name: LONG })));
  const inline = { framework: 'command', content: { type: 'inline', files: { README: 'x' } } };
  for (const [name, place] of [
    ['in the project', `?project=${project}`],
    ['of the team', ''],
  ]) {
    const test = { ...inline, name, commands: [{ name: 'one', run: 'true' }] };
    SubmitAnswer.parse(await post(`/tests${place}`, test));
  }
  await page.goto(`${stage.address}/signin?code=${await stage.signInCode()}`);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const post = async (path: string, json: object): Promise<unknown> => {
  const headers = { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' };
  const order = { method: 'POST', headers, body: JSON.stringify(json) };
  return (await fetch(`${stage.address}/api/v1${path}`, order)).json();
};
const names = () => page.locator('td.name > a').allInnerTexts();
const openProject = () => page.goto(`${stage.address}/?project=${project}`);
const placeOf = () => new URL(page.url()).searchParams.get('project');

it('the list, an execution and its log lead to each other and stay in the project', async () => {
  await openProject();
  expect(await names()).toEqual(['in the project']);
  await page.click('td.name a');
  expect([placeOf(), await page.textContent('h1')]).toEqual([project, 'in the project']);
  await page.getByRole('link', { name: 'Log', exact: true }).click();
  expect([placeOf(), await page.textContent('h1')]).toEqual([project, 'Log']);
  await page.getByRole('link', { name: 'Executions' }).first().click();
  expect([placeOf(), await names()]).toEqual([project, ['in the project']]);
  await page.fill('input[name=name]', 'of the team');
  await page.press('input[name=name]', 'Enter');
  await page.getByText('No execution matches.').waitFor();
  await page.getByRole('link', { name: 'Show all' }).click();
  expect([placeOf(), await names()]).toEqual([project, ['in the project']]);
});

it('the name of the team leads out of the project, to all that is the team’s', async () => {
  await openProject();
  await page.locator('header .who a[href="/"]').click();
  expect([placeOf(), (await names()).toSorted()]).toEqual([null, ['in the project', 'of the team']]);
  expect(await page.locator('header .who a[href="/"]').count()).toBe(0);
});

it.each([1200, 380])('no page of it is wider than a screen of %i pixels', async (width) => {
  await page.setViewportSize({ width, height: 800 });
  await openProject();
  const execution = await page.locator('td.name a').first().getAttribute('href');
  const paths = [`/?project=${project}`, `${execution}`, `${execution}`.replace('?', '/log?')];
  for (const path of paths) {
    await page.goto(stage.address + path);
    expect(await page.textContent('header .who')).toContain(LONG);
    const tooWide = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(tooWide, path).toBe(0);
  }
  expect(troubles).toEqual([]);
});
