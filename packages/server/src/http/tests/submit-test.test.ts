import { SubmitAnswer } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { SubmitCommand } from '../../executions/index.ts';
import { EXECUTION, fakeHttpDeps } from '../../testing/fake-http-deps.ts';
import { createHttpServer } from '../server.ts';

let app: FastifyInstance;
afterEach(() => app.close());

async function submit(payload: string, headers: Record<string, string> = {}) {
  const commands: SubmitCommand[] = [];
  const submitTest = async (command: SubmitCommand) => {
    commands.push(command);
    return ok({ executionId: EXECUTION, queuePosition: 4 });
  };
  app = createHttpServer(fakeHttpDeps({ executions: { submitTest } }));
  const common = { authorization: 'Bearer gnt_submit', 'content-type': 'application/json' };
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/tests',
    payload,
    headers: { ...common, ...headers },
  });
  return { answer, command: commands[0] };
}

const definition = { name: 'shop', content: { type: 'inline', files: { 'a.test.js': 'x' } } };

describe('submitting', () => {
  it('answers with where to look', async () => {
    const { answer, command } = await submit(JSON.stringify(definition), { 'idempotency-key': 'build-7' });
    expect(answer.statusCode).toBe(202);
    expect(SubmitAnswer.parse(answer.json())).toEqual({
      executionId: EXECUTION,
      queuePosition: 4,
      links: {
        self: `/api/v1/executions/${EXECUTION}`,
        events: `/api/v1/executions/${EXECUTION}/events`,
        results: `/api/v1/executions/${EXECUTION}/results`,
        artifacts: `/api/v1/executions/${EXECUTION}/artifacts`,
        page: `/executions/${EXECUTION}`,
      },
    });
    expect(command).toMatchObject({
      actor: { username: 'ada' },
      request: { kind: 'definition', body: { name: 'shop', parallelism: 1, retries: { attempts: 0 } } },
      idempotencyKey: 'build-7',
    });
  });

  it.each(['application/yaml', 'text/yaml', 'application/x-yaml; charset=utf-8'])(
    'reads YAML as %s',
    async (type) => {
      const yaml = 'name: shop\ncontent:\n  type: inline\n  files:\n    a.test.js: |\n      x\n';
      const { command } = await submit(yaml, { 'content-type': type });
      expect(command?.request).toMatchObject({ body: { content: { files: { 'a.test.js': 'x\n' } } } });
    },
  );

  it('a stored definition is named by its id, with nothing but the given overrides', async () => {
    const body = { definitionId: EXECUTION, overrides: { parallelism: 3 } };
    const { command } = await submit(JSON.stringify(body));
    expect(command?.request).toEqual({ kind: 'stored', ...body });
  });

  it('a key that is no key is refused', async () => {
    const { answer, command } = await submit(JSON.stringify(definition), { 'idempotency-key': 'two words' });
    expect(answer.json()).toMatchObject({ code: 'invalid-request', faults: [{ path: 'idempotency-key' }] });
    expect(command).toBeUndefined();
  });
});
