import { expect, it } from 'vitest';
import { parseScheduleSearch } from './address.ts';
import { changeOf, firstSettings, orderOf, settingsOf } from './settings.ts';

const KNOWN = {
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  missed: 'run-all',
  missedLimit: 5,
  overlap: 'skip',
} as const;

it('what was not changed is not sent', () => {
  expect(changeOf(KNOWN, settingsOf(KNOWN))).toEqual({});
  expect(changeOf(KNOWN, { ...settingsOf(KNOWN), cron: ' @daily ', overlap: 'queue' })).toEqual({
    cron: '@daily',
    overlap: 'queue',
  });
});

it('the limit counts where all missed times are run, and only there', () => {
  const settings = firstSettings('UTC');
  expect(orderOf({ ...settings, missedLimit: 'some' })).not.toHaveProperty('missedLimit');
  expect(orderOf({ ...settings, missed: 'run-all', missedLimit: '100' })).toHaveProperty('missedLimit', 100);
  for (const missedLimit of ['', '0', '101', '2.5', '-1', 'some'])
    expect(orderOf({ ...settings, missed: 'run-all', missedLimit })).toBeNull();
});

it('nothing is sent without a time', () => {
  expect(orderOf({ ...firstSettings('UTC'), cron: ' ' })).toBeNull();
  expect(changeOf(KNOWN, { ...settingsOf(KNOWN), cron: '' })).toBeNull();
});

it('an address says what is shown and open, and nothing that means none', () => {
  expect(parseScheduleSearch({ status: 'paused', open: 'new', definition: 'shop' })).toEqual({
    status: 'paused',
    open: 'new',
    definition: 'shop',
  });
  expect(parseScheduleSearch({ status: 'late', open: '', definition: 4 })).toEqual({});
});
