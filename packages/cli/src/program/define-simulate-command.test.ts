import { SCENARIO_DEFAULTS } from '@gauntlet/core/simulate';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import type { Program } from './define.ts';
import { defineSimulateCommand } from './define-simulate-command.ts';
import { groupCounts, numberWithin, spanMs } from './option-values.ts';

test("the defaults are core's", () => {
  const root = new Command();
  defineSimulateCommand(root, {} as Program);
  const options = root.commands[0]?.opts() ?? {};
  expect(options).toMatchObject({
    podStart: SCENARIO_DEFAULTS.podStartMs,
    setup: SCENARIO_DEFAULTS.setupMs,
    batchStart: SCENARIO_DEFAULTS.batchStartMs,
    variation: SCENARIO_DEFAULTS.variation,
    spotInterruptions: SCENARIO_DEFAULTS.interruptionsPerNodeHour,
    notice: SCENARIO_DEFAULTS.noticeMs,
    lossNoticed: SCENARIO_DEFAULTS.lossNoticedMs,
    scaleDownDelay: SCENARIO_DEFAULTS.scaleDownMs,
    expander: SCENARIO_DEFAULTS.expander,
    timeout: SCENARIO_DEFAULTS.limitMs,
  });
  expect(options.mostLosses ?? null).toBe(SCENARIO_DEFAULTS.mostLosses);
});

test('numbers of groups are listed, and doubled between two', () => {
  expect(groupCounts('auto')).toBe('auto');
  expect(groupCounts('4, 1,2')).toEqual([1, 2, 4]);
  expect(groupCounts('1,8..64')).toEqual([1, 8, 16, 32, 64]);
  expect(groupCounts('3..20')).toEqual([3, 6, 12, 20]);
  for (const text of ['', '0', '1,,2', '8..4', '1..2..3', '501', 'auto,2', '-1'])
    expect(() => groupCounts(text), text).toThrow();
});

test('spans of time may be short, or nothing', () => {
  expect(['0', '500ms', '1.5', '90s', '2m', '1h'].map(spanMs)).toEqual([
    0, 500, 1500, 90_000, 120_000, 3_600_000,
  ]);
  for (const text of ['', '-1s', '1x', 'soon', '8d']) expect(() => spanMs(text), text).toThrow();
});

test('a number has its bounds', () => {
  expect(numberWithin(0, 1)('0.05')).toBe(0.05);
  for (const text of ['', '-0.1', '1.1', 'x', '1e9']) expect(() => numberWithin(0, 1)(text), text).toThrow();
});
