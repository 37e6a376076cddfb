/** Schedules as programs keep them: over HTTP and a real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askApi } from '../../testing/ask-api.ts';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';

let stage: HttpStage;
let definitionId: string;
beforeAll(async () => {
  stage = await createHttpStage();
  const definition = {
    name: 'nightly',
    framework: 'command',
    content: { type: 'inline', files: { README: 'hello' } },
    commands: [{ name: 'one', run: 'true' }],
  };
  definitionId = String((await ask('POST', '/definitions', definition)).body.definitionId);
});
afterAll(() => stage.close());

const ask = (method: string, path: string, body?: unknown) => askApi(stage, method, path, body);

async function scheduled(part: object = {}): Promise<string> {
  const { status, body } = await ask('POST', '/schedules', { definitionId, ...part });
  expect(status, JSON.stringify(body)).toBe(201);
  return `/schedules/${body.scheduleId}`;
}

describe('a schedule', () => {
  it('is made with what most want, and says when it runs next', async () => {
    const path = await scheduled({ cron: '@daily' });
    const { body } = await ask('GET', path);
    expect(body).toMatchObject({
      definitionName: 'nightly',
      timeZone: 'UTC',
      missed: 'run-once',
      overlap: 'skip',
      status: 'enabled',
      lastOutcome: null,
    });
    const next = new Date(String(body.nextRunAt));
    expect([next.getUTCHours(), next.getUTCMinutes(), next > stage.clock.now()]).toEqual([0, 0, true]);
  });

  it.each([
    [{ cron: 'whenever' }, 'cron'],
    [{ cron: '61 * * * *' }, 'cron'],
    [{ cron: '0 3 30 2 *' }, 'cron'],
    [{ cron: '0 3 * * *', timeZone: 'Mars/Olympus' }, 'Mars/Olympus'],
    [{ cron: '0 3 * * *', missedLimit: 0 }, 'missedLimit'],
  ])('with %j is refused, and the answer says why', async (part, named) => {
    const { status, body } = await ask('POST', '/schedules', { definitionId, ...part });
    expect([400, 422]).toContain(status);
    expect(JSON.stringify(body)).toContain(named);
  });

  it('of a definition that is not there is refused', async () => {
    const absent = '01900000-0000-7000-8000-00000000ffff';
    expect((await ask('POST', '/schedules', { definitionId: absent })).status).toBe(404);
  });

  it('is changed in part; what is not named stays', async () => {
    const path = await scheduled({ cron: '0 3 * * *', timeZone: 'Europe/Berlin', missed: 'skip' });
    const { status, body } = await ask('PATCH', path, { cron: '30 4 * * 1-5' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ cron: '30 4 * * 1-5', timeZone: 'Europe/Berlin', missed: 'skip' });
    expect((await ask('PATCH', path, {})).status).toBe(400);
    expect((await ask('PATCH', path, { cron: 'never' })).status).toBeGreaterThanOrEqual(400);
    expect((await ask('GET', path)).body.cron).toBe('30 4 * * 1-5');
  });

  it('that is paused has no next time, and gets one by being resumed', async () => {
    const path = await scheduled();
    expect((await ask('POST', `${path}/pause`)).body).toMatchObject({ status: 'paused', nextRunAt: null });
    expect((await ask('GET', '/schedules?status=paused')).body.items).toHaveLength(1);
    const resumed = await ask('POST', `${path}/resume`);
    expect(resumed.body).toMatchObject({ status: 'enabled', pausedReason: null });
    expect(resumed.body.nextRunAt).not.toBeNull();
  });

  it('is run now besides its times', async () => {
    const path = await scheduled();
    const { status, body } = await ask('POST', `${path}/run`);
    expect(status).toBe(202);
    const execution = await ask('GET', `/executions/${body.executionId}`);
    expect(execution.body).toMatchObject({ name: 'nightly', status: 'queued' });
  });

  it('that is removed is gone, and the definition stays', async () => {
    const path = await scheduled();
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('DELETE', path)).status).toBe(404);
    expect((await ask('GET', `/definitions/${definitionId}`)).status).toBe(200);
  });

  it('is found page by page, each once', async () => {
    for (let count = 0; count < 3; count += 1) await scheduled();
    const ids: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await ask('GET', `/schedules?limit=2${cursor}`);
      ids.push(...(body.items as { scheduleId: string }[]).map(({ scheduleId }) => scheduleId));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(ids.length).toBeGreaterThanOrEqual(3);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is in the audit trail with each change', async () => {
    const path = await scheduled();
    await ask('PATCH', path, { cron: '5 5 * * *' });
    await ask('POST', `${path}/pause`);
    await ask('DELETE', path);
    const { body } = await ask('GET', `/audit?target=${path.split('/').at(-1)}`);
    expect((body.items as { action: string }[]).map(({ action }) => action)).toEqual([
      'schedule.remove',
      'schedule.pause',
      'schedule.change',
      'schedule.create',
    ]);
  });
});

describe('the preview', () => {
  it('shows a time that the clock skips in spring once, and one that comes twice in autumn once', async () => {
    const { body } = await ask(
      'GET',
      `/schedule-preview?cron=${encodeURIComponent('30 2 25-31 3,10 *')}&timeZone=Europe%2FBerlin&count=50`,
    );
    const times = (body.times as string[]).map((time) => new Date(time));
    const days = times.map((time) => time.toLocaleDateString('en-CA', { timeZone: 'Europe/Berlin' }));
    const months = [...new Set(days.map((day) => day.slice(0, 7)))].slice(1, -1);
    expect(months.length).toBeGreaterThanOrEqual(5);
    for (const month of months)
      expect(days.filter((day) => day.startsWith(month))).toEqual(
        [25, 26, 27, 28, 29, 30, 31].map((day) => `${month}-${day}`),
      );
  });

  it('of what is no cron expression says so', async () => {
    expect((await ask('GET', '/schedule-preview?cron=nope')).status).toBeGreaterThanOrEqual(400);
  });
});
