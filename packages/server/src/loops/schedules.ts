/** Submits what is due by the clock. */
import { type RunSchedulesDeps, runSchedules } from '../executions/index.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export const createSchedulesLoop = (deps: RunSchedulesDeps & { wakes: WakeListener }): Loop =>
  createLoop({
    name: 'schedules',
    everySeconds: 5,
    wakes: deps.wakes,
    wakeOn: [],
    log: deps.log,
    work: () => runSchedules(deps),
  });
