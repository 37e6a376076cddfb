import { describe, expect, it } from 'vitest';
import { readRecording } from '../../../testing/kubernetes-recordings.ts';
import { judgeAnswer, judgeCreation, type StatusAnswer } from './judge-answer.ts';

type Answer = {
  status?: number;
  body?: StatusAnswer;
  event?: { type: string; object: StatusAnswer };
  request?: { path: string };
};

/** The answers of a recording that are not what was asked for, errors within a watch included. */
const troubles = (name: string) =>
  readRecording(name)
    .filter(({ kind }) => kind === 'Response')
    .map(({ object }) => object as Answer)
    .filter(({ status = 0, event }) => status >= 400 || event?.type === 'ERROR')
    .map(({ body, event }) => (event?.object ?? body) as StatusAnswer);

const meanings = (name: string) => troubles(name).map((answer) => [answer.code, judgeAnswer(answer)]);

describe('an answer of the API server', () => {
  it('that something is there already is not a failure, and that it is invalid is', () => {
    expect(meanings('already-exists')).toEqual([
      [409, 'already-there'],
      [422, 'refused'],
      [422, 'refused'],
      [404, 'not-there'],
    ]);
  });

  it('without permission or with a bad token is not asked again', () => {
    const seen = meanings('forbidden');
    expect(seen.length).toBe(6);
    for (const [, meaning] of seen) expect(meaning).toBe('refused');
  });

  it('that a version is too old leads to a new list, in a list as in a watch; from the future it is waited for', () => {
    expect(meanings('watch-expired')).toEqual([
      [410, 'relist'],
      [410, 'relist'],
      [504, 'later'],
      [410, 'relist'],
      [410, 'relist'],
    ]);
  });

  it('that a quota is used up is waited for, though it has the code of a missing permission', () => {
    expect(meanings('quota-exceeded')).toEqual([[403, 'no-room']]);
    expect(troubles('quota-exceeded').map(judgeCreation)).toMatchObject([
      { phase: 'waiting', for: 'quota', otherwise: { class: 'infrastructure', reason: 'capacity' } },
    ]);
  });

  it('that a disruption budget blocks, or that it is asked too much, is asked again later', () => {
    expect(meanings('eviction-blocked')).toEqual([[429, 'later']]);
    expect(judgeAnswer({ code: 409, reason: 'Conflict' })).toBe('later');
    expect(judgeAnswer({ code: 503 })).toBe('later');
    expect(judgeAnswer({})).toBe('later');
  });

  it('tells people what the cluster said of a Job that it refuses', () => {
    const [, , badName] = troubles('already-exists');
    expect(judgeCreation(badName as StatusAnswer)).toMatchObject({
      phase: 'stuck',
      end: { class: 'user-error', message: expect.stringContaining('lowercase RFC 1123 subdomain') },
    });
    expect(judgeCreation({ code: 503, message: 'etcd has no leader' })).toMatchObject({
      phase: 'waiting',
      otherwise: { class: 'infrastructure' },
    });
  });
});
