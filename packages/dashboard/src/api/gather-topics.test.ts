import { expect, it } from 'vitest';
import { createGatherer } from './gather-topics.ts';

/** Every question and every pause ends when the test says so. */
function stage() {
  const asked: string[] = [];
  const ends: (() => void)[] = [];
  const pending = () => new Promise<void>((resolve) => ends.push(resolve));
  const gatherer = createGatherer(
    (topic) => {
      asked.push(topic);
      return pending();
    },
    400,
    pending,
  );
  const endNext = async () => {
    ends.shift()?.();
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { asked, gatherer, endNext };
}

it('asks at once, and once more for all that happens meanwhile', async () => {
  const { asked, gatherer, endNext } = stage();
  for (let event = 0; event < 50; event++) gatherer.concern('execution 1');
  expect(asked).toEqual(['execution 1']);
  await endNext(); // the answer
  gatherer.concern('execution 1');
  expect(asked).toHaveLength(1);
  await endNext(); // the pause
  expect(asked).toEqual(['execution 1', 'execution 1']);
  await endNext();
  await endNext();
  expect(asked).toHaveLength(2);
  gatherer.concern('execution 1');
  expect(asked).toHaveLength(3);
});

it('one topic does not wait for another', () => {
  const { asked, gatherer } = stage();
  gatherer.concern('execution 1');
  gatherer.concern('queue');
  expect(asked).toEqual(['execution 1', 'queue']);
});

it('asks nothing any more when it was stopped', async () => {
  const { asked, gatherer, endNext } = stage();
  gatherer.concern('queue');
  gatherer.concern('queue');
  gatherer.stop();
  await endNext();
  await endNext();
  gatherer.concern('overview');
  expect(asked).toEqual(['queue']);
});
