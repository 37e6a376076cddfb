/** An agent that says what no agent of ours says, or says it again: its group stays readable, its run goes on. */
import { MOST_WHOLE } from '@gauntlet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpStage, type HttpStage } from '../../testing/http-stage.ts';
import { playAgent } from '../../testing/walk/play-agent.ts';
import { submit } from '../../testing/walk/things.ts';

let stage: HttpStage;
beforeAll(async () => {
  stage = await createHttpStage();
});
afterAll(() => stage.close());

type Agent = Awaited<ReturnType<typeof playAgent>>;
type Answer = { status: number; said: { code?: string; units?: object[]; nextSequence?: number } };

async function tell({ token }: Agent, path: string, body: string | object): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${stage.address}/agent/v1/${path}`, { method: 'POST', headers, body: text });
  return { status: answer.status, said: (await answer.json()) as Answer['said'] };
}

const claim = (agent: Agent, claimNumber: string | number) =>
  tell(agent, 'claim', `{"claimNumber":${claimNumber}}`);
const report = (agent: Agent, sequence: string | number) =>
  tell(agent, 'reports', `{"sequence":${sequence},"events":[{"type":"phase","phase":"running"}]}`);

const play = async () => playAgent(stage, await submit(stage, stage.token, 'numbers'));
const setRow = (agent: Agent, values: { next_claim?: number; next_sequence?: number }) =>
  stage.database
    .updateTable('execution_groups')
    .set(values)
    .where('execution_id', '=', agent.executionId)
    .execute();
const rowsOf = ({ executionId }: Agent) => stage.groupsOf(executionId);

const TOO_LARGE = [
  MOST_WHOLE + 1,
  Number.MAX_SAFE_INTEGER - 1,
  Number.MAX_SAFE_INTEGER,
  '9007199254740992',
  '9223372036854775807',
  '1e308',
];

describe('the number of a claim', () => {
  it('is the next one or one that was answered before: no other is taken, and none is stored', async () => {
    const agent = await play();
    expect(await claim(agent, 3)).toMatchObject({ status: 409, said: { code: 'sequence-gap' } });
    expect(await claim(agent, MOST_WHOLE)).toMatchObject({ status: 409, said: { code: 'sequence-gap' } });
    for (const number of TOO_LARGE) expect(await claim(agent, number)).toMatchObject({ status: 400 });
    expect(await rowsOf(agent)).toMatchObject([{ nextClaim: 2 }]);
    expect((await claim(agent, 1)).said.units).toHaveLength(1);
    expect(await claim(agent, 2)).toMatchObject({ status: 200, said: { units: [] } });
  });

  it('leaves the row of its group readable, the largest there is too', async () => {
    const agent = await play();
    await setRow(agent, { next_claim: MOST_WHOLE });
    await stage.database
      .updateTable('execution_units')
      .set({ status: 'pending', group_id: null, claim_number: null })
      .where('execution_id', '=', agent.executionId)
      .execute();
    expect((await claim(agent, MOST_WHOLE)).said.units).toHaveLength(1);
    expect(await rowsOf(agent)).toMatchObject([{ nextClaim: MOST_WHOLE + 1 }]);
    expect((await claim(agent, MOST_WHOLE)).said.units).toHaveLength(1);
    expect(await claim(agent, MOST_WHOLE + 1)).toMatchObject({ status: 400 });
    expect(await tell(agent, 'heartbeat', {})).toMatchObject({ status: 200 });
  });
});

describe('the number of a report', () => {
  it('beyond the next is answered with the next and stores nothing; the largest leaves its group readable', async () => {
    const agent = await play();
    for (const number of TOO_LARGE) expect(await report(agent, number)).toMatchObject({ status: 400 });
    expect(await report(agent, MOST_WHOLE)).toMatchObject({
      status: 200,
      said: { accepted: false, nextSequence: 2 },
    });
    await setRow(agent, { next_sequence: MOST_WHOLE });
    expect(await report(agent, MOST_WHOLE)).toMatchObject({ status: 200, said: { accepted: true } });
    expect(await rowsOf(agent)).toMatchObject([{ nextSequence: MOST_WHOLE + 1 }]);
    expect(await tell(agent, 'heartbeat', {})).toMatchObject({ status: 200 });
  });
});

describe('the offset of a log', () => {
  it('is the next one: the largest that is taken at all stores nothing', async () => {
    const agent = await play();
    const headers = { authorization: `Bearer ${agent.token}`, 'content-type': 'application/octet-stream' };
    const print = async (offset: string | number) => {
      const url = `${stage.address}/agent/v1/logs?stream=output&offset=${offset}`;
      const answer = await fetch(url, { method: 'POST', headers, body: 'x' });
      return { status: answer.status, said: (await answer.json()) as object };
    };
    expect(await print(Number.MAX_SAFE_INTEGER)).toMatchObject({
      status: 200,
      said: { accepted: false, nextOffset: 0 },
    });
    expect(await print('9007199254740992')).toMatchObject({ status: 400 });
    expect(await print(0)).toMatchObject({ status: 200, said: { accepted: true, nextOffset: 1 } });
  });
});

describe('a plan that is told again', () => {
  const UNITS = [{ key: 'one', title: 'one' }];
  const PLAN = { type: 'plan', framework: 'command', countVerified: true, setup: 'nothing', units: UNITS };
  const COUNTS = { total: 1, passed: 1, failed: 0, skipped: 0, flaky: 0 };
  const again = (agent: Agent, sequence: number, units: object[] = UNITS) =>
    tell(agent, 'reports', { sequence, events: [{ ...PLAN, units }] });

  it('changes nothing: while units run, after the last was reported, and the run ends as it would have', async () => {
    const agent = await play();
    const { unitId } = agent;
    expect(await again(agent, 2)).toMatchObject({ status: 200, said: { accepted: true, nextSequence: 3 } });
    const end = { outcome: 'passed', counts: COUNTS, durationMs: 5, exitCode: 0 };
    const results = [{ key: 'k', name: 'works', status: 'passed' }];
    await tell(agent, 'reports', {
      sequence: 3,
      events: [
        { type: 'results', unitId, results },
        { type: 'unit-finished', unitId, ...end },
      ],
    });
    expect((await stage.executions.find(agent.executionId))?.status).toBe('completing');
    expect(await again(agent, 4)).toMatchObject({ status: 200, said: { accepted: true, nextSequence: 5 } });
    expect(await again(agent, 5, [{ key: 'two', title: 'two' }])).toMatchObject({ status: 200 });
    const manifest = { units: 1, counts: COUNTS, artifacts: 0, reason: 'done' };
    await tell(agent, 'reports', { sequence: 6, events: [{ type: 'finish', manifest }] });
    const query = stage.database.selectFrom('test_executions').select(['status', 'verdict']);
    const row = await query.where('execution_id', '=', agent.executionId).executeTakeFirst();
    expect(row).toEqual({ status: 'cleanup', verdict: 'passed' });
    const plans = (await stage.events.readStream(`execution-${agent.executionId}`, 0, 1000)).filter(
      ({ type }) => type === 'plan-made',
    );
    expect(plans).toHaveLength(1);
  });
});

describe('the source that comes with a result', () => {
  const FRAME = { file: 'src/a.js', line: 2, firstLine: 1, lines: ['// \u0000 𝒳', 'total();'] };
  const tellFrame = (agent: Agent, sequence: number, codeFrame: object) => {
    const result = { key: `k${sequence}`, name: `fails ${sequence}`, status: 'failed', codeFrame };
    return tell(agent, 'reports', {
      sequence,
      events: [{ type: 'results', unitId: agent.unitId, results: [result] }],
    });
  };
  const ask = async (path: string) => {
    const answer = await fetch(`${stage.address}/api/v1/executions/${path}`, {
      headers: { authorization: `Bearer ${stage.token}` },
    });
    return (await answer.json()) as { items: { resultId: string }[]; codeFrame?: object };
  };

  it('is answered with that result, and not in lists', async () => {
    const agent = await play();
    expect(await tellFrame(agent, 2, FRAME)).toMatchObject({ status: 200, said: { accepted: true } });
    const { items } = await ask(`${agent.executionId}/results`);
    expect(items).toMatchObject([{ name: 'fails 2' }]);
    expect(JSON.stringify(items)).not.toContain('total()');
    expect(await ask(`${agent.executionId}/results/${items[0]?.resultId}`)).toMatchObject({
      codeFrame: { ...FRAME, lines: ['// \u2400 𝒳', 'total();'] },
    });
  });

  it('is refused where it is larger than agents send it, and none of the report is stored', async () => {
    const agent = await play();
    const LARGE = [
      { ...FRAME, lines: ['x'.repeat(401), ''] },
      { ...FRAME, lines: Array.from({ length: 12 }, () => '') },
      { ...FRAME, file: 'x'.repeat(1001) },
      { ...FRAME, lines: ['a\nb', ''] },
      { ...FRAME, line: 3 },
      { ...FRAME, line: MOST_WHOLE + 1, firstLine: MOST_WHOLE },
    ];
    for (const frame of LARGE) expect(await tellFrame(agent, 2, frame)).toMatchObject({ status: 400 });
    expect((await ask(`${agent.executionId}/results`)).items).toEqual([]);
  });
});
