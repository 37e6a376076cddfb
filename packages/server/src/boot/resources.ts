/** What is both read and acted on, in the shape the HTTP server asks for. */
import type { CauseReader, ScheduleDefinitionDeps, ScheduleReader, TriageDeps } from '../executions/index.ts';
import type { HttpDeps } from '../http/deps.ts';
import { causeOperations } from './cause-operations.ts';
import { scheduleOperations } from './schedule-operations.ts';

type Readers = { causes: CauseReader; schedules: ScheduleReader };

export const createResources = (
  deps: TriageDeps & ScheduleDefinitionDeps,
  readers: Readers,
): Pick<HttpDeps, 'causes' | 'schedules'> => ({
  causes: { ...readers.causes, ...causeOperations(deps) },
  schedules: { ...readers.schedules, ...scheduleOperations(deps) },
});
