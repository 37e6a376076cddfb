import { ok } from '@gauntlet/core/kernel';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepContact, watchForOrphanhood } from './keep-contact.ts';
import { createRunControl } from './run-control.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the agent', () => {
  it('ends when no server has answered for as long as it was told, and not before', async () => {
    const control = createRunControl();
    let unreachable = 0;
    const watch = watchForOrphanhood({ unreachableMs: () => unreachable }, control, 10);
    unreachable = 9_999;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(control.endReason()).toBeNull();
    unreachable = 10_000;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(control.endReason()).toBe('orphaned');
    expect(control.stop.aborted).toBe(true);
    watch.end();
  });

  it('does not end when the server came back', async () => {
    const control = createRunControl();
    const watch = watchForOrphanhood({ unreachableMs: () => 0 }, control, 0.1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(control.endReason()).toBeNull();
    watch.end();
  });
});

describe('what was asked', () => {
  it('stands: the first reason, and an end is a stop', () => {
    const control = createRunControl();
    control.askStop('disk-full');
    control.askStop('ordered');
    expect(control.end.aborted).toBe(false);
    control.askEnd('group-over');
    control.askEnd('killed');
    expect([control.stopReason(), control.endReason()]).toEqual(['disk-full', 'group-over']);
  });

  it('by a heartbeat is a stop', async () => {
    const control = createRunControl();
    const orders = ['go-on', 'go-on', 'stop'] as const;
    let beats = 0;
    const heartbeat = async () => ok({ order: orders[beats++] ?? 'stop' });
    const client = { heartbeat, unreachableMs: () => 0 };
    const contact = keepContact({ client, control, heartbeatSeconds: 30, orphanSeconds: 300 });
    await vi.advanceTimersByTimeAsync(65_000);
    expect([beats, control.stopReason()]).toEqual([2, null]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect([beats, control.stopReason()]).toEqual([3, 'ordered']);
    contact.end();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(beats).toBe(3);
  });
});
