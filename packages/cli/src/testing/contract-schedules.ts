/** Schedules as the contract server has them; none is ever run. */
import { ScheduleRequest } from '@gauntlet/contract';

const MOMENT = '2026-01-02T03:04:05.000Z';
const MADE = '0198b2c4-7a00-7000-8000-000000000701';

export type Scheduled = ScheduleRequest & { scheduleId: string; status: 'enabled' | 'paused' };
type Asked = { method: string; path: string; query: URLSearchParams; body: unknown };
type Given = { status: number; body: unknown };

const ROOT = '/api/v1/schedules';
export const isAboutSchedules = (path: string) => path.startsWith('/api/v1/schedule');

const viewOf = (schedule: Scheduled) => ({
  ...schedule,
  ...{ projectId: null, definitionName: 'checkout', pausedReason: null },
  nextRunAt: schedule.status === 'enabled' ? MOMENT : null,
  ...{ lastRunAt: null, lastOutcome: null, lastMessage: null, lastExecutionId: null },
  ...{ createdBy: 'ada', createdAt: MOMENT, updatedAt: MOMENT },
});

/** Null: there is no such thing. */
export function answerAboutSchedules(schedules: Scheduled[], asked: Asked): Given | null {
  const { method, path, query, body } = asked;
  if (path === '/api/v1/schedule-preview')
    return { status: 200, body: { timeZone: query.get('timeZone') ?? 'UTC', times: [MOMENT] } };
  if (path === ROOT && method === 'POST') {
    const made = { ...ScheduleRequest.parse(body), scheduleId: MADE, status: 'enabled' as const };
    schedules.push(made);
    return { status: 201, body: viewOf(made) };
  }
  if (path === ROOT) return { status: 200, body: { items: schedules.map(viewOf), nextCursor: null } };
  const [id, step] = path.slice(ROOT.length + 1).split('/');
  const at = schedules.findIndex(({ scheduleId }) => scheduleId === id);
  const schedule = schedules[at];
  if (schedule === undefined) return null;
  if (method === 'DELETE') {
    schedules.splice(at, 1);
    return { status: 204, body: '' };
  }
  if (step === 'pause') schedule.status = 'paused';
  if (step === 'resume') schedule.status = 'enabled';
  return { status: 200, body: viewOf(schedule) };
}
