/** The use cases about schedules with their ports bound. */
import {
  changeSchedule,
  createSchedule,
  previewSchedule,
  removeSchedule,
  type ScheduleDefinitionDeps,
  setScheduleStatus,
} from '../executions/index.ts';
import type { ScheduleOperations } from '../http/deps.ts';

export const scheduleOperations = (deps: ScheduleDefinitionDeps): ScheduleOperations => ({
  create: (actor, request) => createSchedule(deps, actor, request),
  change: (actor, scheduleId, change) => changeSchedule(deps, actor, scheduleId, change),
  setStatus: (actor, scheduleId, status) => setScheduleStatus(deps, actor, scheduleId, status),
  remove: (actor, scheduleId) => removeSchedule(deps, actor, scheduleId),
  preview: (rule, count) => previewSchedule(deps, rule, count),
});
