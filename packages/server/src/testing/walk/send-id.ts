/** One request with an id in its place, as the caller or as an agent. */
import type { Answer, Filling } from './ask.ts';
import { changesAbout } from './changes.ts';
import type { Given } from './json-schema.ts';
import type { Place } from './places.ts';
import { playAgent } from './play-agent.ts';
import type { Asked, Scene } from './scene.ts';
import { cancel, submit } from './things.ts';

/** `changed`: by this request; `ofTheAgent`: of that, what the agent has. */
export type SentId = { answer: Answer; changed: string[]; ofTheAgent: string[] };

/** What is sent: the id in its place, and what stands around it. */
type Put = { id: string; path: Filling['path']; given: Given };

export async function sendOne(scene: Scene, place: Place, caller: Asked, put: Put): Promise<SentId> {
  const { id, path, given } = put;
  const { world, ask, changes, ours } = scene;
  const { operation } = place;
  if (operation.access === 'agent') return sendAsAgent(scene, place, put);
  const as = operation.page ? ('browser' as const) : ('program' as const);
  const filling = place.fill(id, path, given);
  await changes.take();
  const answer = await ask({ operation, credentials: caller.credentials, filling, given, as });
  const changed = await changes.take();
  const started = answer.status === 202 ? /"executionId":"([^"]+)"/.exec(answer.body)?.[1] : undefined;
  // What was started is stopped again: the next one stands at the same place of the queue.
  if (started !== undefined && operation.url !== '/api/v1/executions/:id/cancel')
    await cancel(world.stage, ours.token, started);
  return { answer, changed, ofTheAgent: [] };
}

/** A unit of the agent that asks, whichever that is. */
export const OF_THE_AGENT = 'of the agent';

/** As a new agent each time: reports are numbered. */
async function sendAsAgent(
  { world, ask, changes, ours }: Scene,
  { operation, fill }: Place,
  put: Put,
): Promise<SentId> {
  const { stage } = world;
  const agent = await playAgent(stage, await submit(stage, ours.token, ours.name));
  const credentials = { authorization: `Bearer ${agent.token}` };
  const given = { ...put.given, ...agent.next };
  const filling = fill(put.id === OF_THE_AGENT ? agent.unitId : put.id, put.path, given);
  await changes.take();
  const answer = await ask({ operation, credentials, filling, given });
  const changed = await changes.take();
  return { answer, changed, ofTheAgent: changesAbout(changed, [agent.unitId]) };
}
