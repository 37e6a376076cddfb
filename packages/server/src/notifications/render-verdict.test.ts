import { Verdict } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { renderVerdict } from './render-verdict.ts';

const counts = (passed: number, total: number, skipped = 0) => ({
  passed,
  total,
  skipped,
  failed: total - passed - skipped,
  flaky: 0,
});

it('says it in the words of the specification', () => {
  expect(renderVerdict('passed', counts(250, 250))).toBe('\u2713 Tests Passed (250/250)');
  expect(renderVerdict('failed', counts(245, 250))).toBe('\u2717 Tests Failed (245/250)');
});

it('does not count what was skipped as not passed', () => {
  expect(renderVerdict('passed', counts(9, 10, 1))).toContain('(9/9)');
});

it('says what failed in quarantine beside what passed', () => {
  const quarantined = { total: 7, failed: 5 };
  expect(renderVerdict('passed', counts(245, 250), quarantined)).toBe(
    '\u2713 Tests Passed (245/250), 5 failed in quarantine',
  );
});

it('ticks nothing but what was seen to pass', () => {
  const ticked = Verdict.options.filter((verdict) =>
    renderVerdict(verdict, counts(1, 1)).startsWith('\u2713'),
  );
  expect(ticked).toEqual(['passed', 'flaky']);
});
