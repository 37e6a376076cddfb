/** What is both read and acted on, in the shape the HTTP server asks for. */
import type {
  CauseReader,
  ScheduleDefinitionDeps,
  ScheduleReader,
  TriageDeps,
  ViewDeps,
  ViewReader,
} from '../executions/index.ts';
import type { HttpDeps } from '../http/deps.ts';
import { causeOperations } from './cause-operations.ts';
import { scheduleOperations } from './schedule-operations.ts';
import { viewOperations } from './view-operations.ts';

type Readers = { causes: CauseReader; schedules: ScheduleReader; views: ViewReader };

export const createResources = (
  deps: TriageDeps & ScheduleDefinitionDeps & ViewDeps,
  readers: Readers,
): Pick<HttpDeps, 'causes' | 'schedules' | 'views'> => ({
  causes: { ...readers.causes, ...causeOperations(deps) },
  schedules: { ...readers.schedules, ...scheduleOperations(deps) },
  views: { ...readers.views, ...viewOperations(deps) },
});
