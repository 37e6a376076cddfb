import { describe, expect, test } from 'vitest';
import { AuditExceptions, findingsOf, judgeFindings } from './judge-audit.ts';

const ID = 'GHSA-aaaa-bbbb-cccc';
const advisory = {
  source: 1,
  name: 'left',
  dependency: 'left',
  title: 'It pads too far',
  url: `https://github.com/advisories/${ID}`,
  severity: 'high',
  range: '<2.0.0',
};
const REPORT = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    left: { name: 'left', severity: 'high', via: [advisory] },
    right: { name: 'right', severity: 'high', via: ['left'] },
  },
});
const TODAY = new Date('2026-05-05T12:00:00Z');
const exception = { advisory: ID, why: 'Nothing of ours is padded by strangers.', until: '2026-05-05' };
const judge = (exceptions: AuditExceptions) => judgeFindings(findingsOf(REPORT) ?? [], exceptions, TODAY);

describe('the audit of dependencies', () => {
  test('names each advisory once, however many packages it reaches', () => {
    expect(findingsOf(REPORT)).toHaveLength(1);
    expect(judge([])).toEqual([expect.stringMatching(/^high: left <2\.0\.0: It pads too far .*GHSA/)]);
  });

  test('lets an explained one pass until its day, and not after it', () => {
    expect(judge([exception])).toEqual([]);
    expect(judge([{ ...exception, until: '2026-05-04' }])).toEqual([
      expect.stringContaining('its exception ended on 2026-05-04'),
    ]);
  });

  test('wants an exception gone with its finding', () => {
    expect(judge([exception, { ...exception, advisory: 'GHSA-dddd-eeee-ffff' }])).toEqual([
      expect.stringContaining('GHSA-dddd-eeee-ffff is not found any more'),
    ]);
  });

  test.each(['', 'npm error', '{"message":"405 Method Not Allowed","statusCode":405}'])(
    'takes no answer (%j) for no answer, and not for no findings',
    (output) => {
      expect(findingsOf(output)).toBeNull();
    },
  );

  test.each([{ advisory: '1234' }, { why: 'because' }, { until: 'soon' }])(
    'wants exceptions explained: %j',
    (part) => {
      expect(AuditExceptions.safeParse([{ ...exception, ...part }]).success).toBe(false);
    },
  );
});
