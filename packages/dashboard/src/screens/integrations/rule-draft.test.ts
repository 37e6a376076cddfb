import { describe, expect, it } from 'vitest';
import { EMPTY_RULE, lacking, quietAtNight, ruleDraftOf, ruleOf } from './rule-draft.ts';

const KNOWN = {
  ruleId: '01900000-0000-7000-8000-000000000001',
  projectId: null,
  state: 'on' as const,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

describe('a rule as it is typed', () => {
  it('is sent back as it came', () => {
    const rule = {
      name: 'main',
      definitionId: '01900000-0000-7000-8000-0000000000d1',
      events: ['failed' as const, 'slow' as const],
      channelIds: ['01900000-0000-7000-8000-0000000000c1'],
      inbox: 'team' as const,
      conditions: { branches: ['main', 'release/*'], tags: { region: 'eu=1' }, slowerThanSeconds: 90 },
      quietHours: {
        from: '22:00',
        until: '07:00',
        timeZone: 'Europe/Berlin',
        days: ['mon' as const, 'fri' as const],
        meanwhile: 'drop' as const,
        except: ['failed' as const],
      },
      dedupeMinutes: 60,
    };
    expect(ruleOf(ruleDraftOf({ ...KNOWN, ...rule }))).toEqual(rule);
  });

  it('leaves out what was left empty, and the days when it is all of them', () => {
    const draft = { ...EMPTY_RULE, name: ' main ', quiet: quietAtNight('UTC') };
    expect(ruleOf(draft)).toMatchObject({
      name: 'main',
      definitionId: null,
      conditions: {},
      dedupeMinutes: 0,
    });
    expect(ruleOf(draft).quietHours).not.toHaveProperty('days');
  });

  it('takes a tag without a value as one with any', () => {
    expect(ruleOf({ ...EMPTY_RULE, tags: 'nightly, team = web' }).conditions.tags).toEqual({
      nightly: '*',
      team: 'web',
    });
  });

  it('does not send a limit of what it does not tell of', () => {
    expect(ruleOf({ ...EMPTY_RULE, events: ['failed'], slowerByPercent: '80' }).conditions).toEqual({});
  });

  it('is complete with a channel or an inbox', () => {
    const named = { ...EMPTY_RULE, name: 'main' };
    expect(lacking(named)).toMatch(/channel/);
    expect(lacking({ ...named, inbox: 'submitter' })).toBeNull();
    expect(lacking({ ...named, inbox: 'team', quiet: { ...quietAtNight('UTC'), days: [] } })).toMatch(/day/);
  });
});
