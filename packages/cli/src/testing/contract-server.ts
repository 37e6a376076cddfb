/**
 * A small real HTTP server that speaks the contract: what it is sent is checked with the contract's
 * schemas, what it answers satisfies them. It runs no tests; executions are played by `playSuite`.
 */
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionEvent, TestDefinition } from '@gauntlet/contract';
import { type ContractState, newId, type PlayedExecution, type Refusal } from './contract-answers.ts';
import { createCauseState } from './contract-causes.ts';
import { newPeople } from './contract-people.ts';
import { answerRequest, refuseWith } from './contract-routes.ts';
import { newContractTests } from './contract-tests.ts';
import { playSuite, type Suite } from './play-suite.ts';

export type ContractServer = Omit<ContractState, 'refusals' | 'submit'> & {
  url: string;
  /** Answers the next matching request with a refusal instead. */
  refuseNext: (method: string, pathPart: string, refusal: Refusal) => void;
  /** Cuts every open connection, as a server that dies does. */
  cutConnections: () => void;
  close: () => Promise<void>;
};

function play(definition: TestDefinition, suite: Suite): PlayedExecution {
  const execution: PlayedExecution = {
    id: newId(),
    definition,
    events: [],
    listeners: new Set(),
    cancelled: false,
    submittedAt: new Date().toISOString(),
    done: Promise.resolve(),
  };
  const emit = (event: ExecutionEvent) => {
    const number = execution.events.length + 1;
    const recorded = { executionId: execution.id, number, at: new Date().toISOString(), event };
    execution.events.push(recorded);
    for (const listener of execution.listeners) listener(recorded);
  };
  const pause = async (ms: number) => {
    const until = Date.now() + ms;
    while (Date.now() < until && !execution.cancelled)
      await delay(Math.max(1, Math.min(20, until - Date.now())));
  };
  const stage = { emit, pause, isCancelled: () => execution.cancelled, nextId: newId };
  execution.done = playSuite({ ...suite, groups: definition.parallelism }, stage);
  return execution;
}

function newState(options: { suite: Suite; token?: string }): ContractState {
  const state: ContractState = {
    token: options.token ?? 'gtl_test',
    executions: [],
    uploads: [],
    requests: [],
    secrets: new Map(),
    definitions: new Map(),
    quotas: new Map(),
    tests: newContractTests(),
    people: newPeople(),
    failures: createCauseState(),
    schedules: [],
    views: [],
    listed: [],
    refusals: [],
    submit: (definition) => {
      const execution = play(definition, options.suite);
      state.executions.unshift(execution);
      return execution;
    },
  };
  return state;
}

export async function startContractServer(options: {
  suite: Suite;
  port?: number;
  token?: string;
}): Promise<ContractServer> {
  const state = newState(options);
  const sockets = new Set<Socket>();
  const http = createServer((request, response) => {
    answerRequest(state, request, response).catch((error: Error) =>
      refuseWith(response, { code: 'internal-error', detail: error.message }),
    );
  });
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => http.listen(options.port ?? 0, '127.0.0.1', resolve));
  const cutConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    ...state,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    refuseNext: (method, pathPart, refusal) => state.refusals.push({ method, pathPart, refusal }),
    cutConnections,
    close: async () => {
      for (const execution of state.executions) execution.cancelled = true;
      const closed = new Promise((resolve) => http.close(resolve));
      cutConnections();
      await closed;
    },
  };
}
