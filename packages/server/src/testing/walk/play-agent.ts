/** An agent over HTTP, as the walk needs it: its group is running and has claimed its only unit. */
import type { ExecutionId } from '@gauntlet/contract';
import { registerNode } from '../../adapters/postgres/node-inventory.ts';
import type { HttpStage } from '../http-stage.ts';

const COUNTS = { total: 1, passed: 1, failed: 0, skipped: 0, flaky: 0 };

export async function playAgent(stage: HttpStage, executionId: ExecutionId) {
  // A node that says nothing for a minute is gone, and the walk may take as long.
  await registerNode(stage.database, { name: 'here', host: 'here', cpuMillis: 8000, memoryBytes: 2 ** 34 });
  for (;;) if ((await stage.schedule()).outcome !== 'scheduled') break;
  await stage.launch();
  const token = stage.executor.launched.findLast((order) => order.executionId === executionId)?.token;
  if (token === undefined) throw new Error(`the execution ${executionId} was not launched`);
  const send = async (method: string, path: string, type: string, body: string | Buffer<ArrayBuffer>) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const answer = await fetch(`${stage.address}/agent/v1/${path}`, { method, headers, body });
    const said = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(said)}`);
    return said;
  };
  const post = (path: string, json: object) => send('POST', path, 'application/json', JSON.stringify(json));
  await post('hello', { agentVersion: '1', pid: 1, host: 'here' });
  const plan = { type: 'plan', framework: 'command', countVerified: true, setup: 'nothing' };
  const units = [{ key: 'one', title: 'one' }];
  await post('reports', { sequence: 1, events: [{ ...plan, units }] });
  const claimed = (await post('claim', { claimNumber: 1 })).units as { unitId: string }[];
  const unitId = claimed[0]?.unitId;
  if (unitId === undefined) throw new Error('the agent was given no unit');
  return {
    token,
    executionId,
    unitId,
    /** Of its next report and claim. */
    next: { sequence: 2, claimNumber: 2 },
    upload: async (query: Record<string, string>, body: Buffer<ArrayBuffer>) => {
      const path = `artifacts?${new URLSearchParams(query)}`;
      return String((await send('PUT', path, 'application/octet-stream', body)).artifactId);
    },
    /** The unit passes, and the group is done. */
    pass: async () => {
      const results = [{ key: 'k', name: 'works', status: 'passed' }];
      const finished = { outcome: 'passed', counts: COUNTS, durationMs: 5, exitCode: 0 };
      const manifest = { units: 1, counts: COUNTS, artifacts: 1, reason: 'done' };
      const events = [
        { type: 'unit-started', unitId },
        { type: 'results', unitId, results },
        { type: 'unit-finished', unitId, ...finished },
      ];
      await post('reports', { sequence: 2, events });
      await post('reports', { sequence: 3, events: [{ type: 'finish', manifest }] });
    },
  };
}
