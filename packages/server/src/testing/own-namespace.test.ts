import { ok, refuse } from '@gauntlet/core/kernel';
import { expect, it } from 'vitest';
import type { ApiCall, ApiTrouble, Rest } from '../adapters/kubernetes/api/rest.ts';
import { makeNamespace, removeNamespace } from './own-namespace.ts';

const PATIENCE = { tries: 5, pauseMs: 1 };
const answered = (code: number): ApiTrouble => ({ code: 'answered', answer: { code, message: 'no' } });
const NO_NETWORK: ApiTrouble = { code: 'unreachable', message: 'nothing was answered' };

/** Answers each request in turn, and at last always as it did last; null: all is well. */
function answering(method: ApiCall['method'], ...answers: (ApiTrouble | null)[]) {
  const asked: string[] = [];
  const rest = {
    ask: async (call: ApiCall) => {
      asked.push(`${call.method} ${call.path}`);
      if (call.method !== method) return call.method === 'GET' ? refuse(answered(404)) : ok({});
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return answer ? refuse(answer) : ok({});
    },
  };
  return { rest: rest as unknown as Pick<Rest, 'ask'>, asked };
}

it.each([[answered(429)], [answered(500)], [NO_NETWORK]])(
  'a namespace is not taken for gone by %j',
  async (trouble) => {
    const { rest } = answering('GET', null, trouble);
    await expect(removeNamespace(rest, 'one', PATIENCE)).rejects.toThrow(/does not go.*Last: /);
  },
);

it('a namespace is gone when it is not found, whatever was answered before', async () => {
  const { rest, asked } = answering('GET', answered(503), null, answered(404));
  await removeNamespace(rest, 'one', PATIENCE);
  expect(asked.filter((one) => one.startsWith('GET'))).toHaveLength(3);
});

it('one that was busy when it was to be removed is asked again; one that is not there is removed', async () => {
  await removeNamespace(answering('DELETE', answered(500), null).rest, 'one', PATIENCE);
  await removeNamespace(answering('DELETE', answered(404)).rest, 'one', PATIENCE);
});

it('a namespace that does not become ready in time is removed', async () => {
  const { rest, asked } = answering('GET', answered(404));
  await expect(makeNamespace(rest, 'one', PATIENCE)).rejects.toThrow('has no service account');
  expect(asked).toContain('DELETE /api/v1/namespaces/one');
});

it('so is one of which nobody knows whether it was made', async () => {
  const { rest, asked } = answering('POST', NO_NETWORK);
  await expect(makeNamespace(rest, 'one', PATIENCE)).rejects.toThrow('nothing was answered');
  expect(asked).toContain('DELETE /api/v1/namespaces/one');
});

it('a namespace that was refused is not there to be removed', async () => {
  const { rest, asked } = answering('POST', answered(403));
  await expect(makeNamespace(rest, 'one', PATIENCE)).rejects.toThrow('was not made');
  expect(asked).toEqual(['POST /api/v1/namespaces']);
});
