/** The dashboard in a project: whoever is in it stays in it, and finds the way out. */
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
const rows = () => page.locator('[data-row]');
const names = async () => {
  await rows().first().waitFor();
  return (await rows().locator('[title]').allInnerTexts()).filter((text) =>
    / the (project|team)$/.test(text),
  );
};
const openProject = () => page.goto(`${stage.address}/executions?project=${project}`);
const placeOf = () => new URL(page.url()).searchParams.get('project');

it('the list and an execution lead to each other and stay in the project', async () => {
  await openProject();
  expect(await names()).toEqual(['in the project']);
  await rows().first().click();
  await page.getByRole('heading', { level: 1, name: 'in the project' }).waitFor();
  expect(placeOf()).toBe(project);
  await page.getByRole('link', { name: 'Executions' }).first().click();
  expect([placeOf(), await names()]).toEqual([project, ['in the project']]);
  await page.getByLabel('Name').fill('of the team');
  await page.getByText('No execution matches').waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  expect([placeOf(), await names()]).toEqual([project, ['in the project']]);
});

it('the choice of the workspace leads out of the project, to all that is the team’s', async () => {
  await openProject();
  expect(await names()).toEqual(['in the project']);
  await page.getByLabel('Workspace').selectOption('');
  await page.getByText('of the team').first().waitFor();
  expect(placeOf()).toBe(null);
});

it.each([1200, 380])('no page of it is wider than a screen of %i pixels', async (width) => {
  await page.setViewportSize({ width, height: 800 });
  await openProject();
  await rows().first().waitFor();
  const execution = await rows().first().getAttribute('href');
  for (const path of [`/?project=${project}`, `/executions?project=${project}`, `${execution}`]) {
    await page.goto(stage.address + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const tooWide = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(tooWide, path).toBe(0);
  }
  expect(troubles).toEqual([]);
});
