export type { AnswerOf, ItemOf, PagedPath } from './answers.ts';
export {
  type ClientOptions,
  createGauntletClient,
  type EventStream,
  type GauntletClient,
  type RecordedEvent,
  type StreamEvent,
} from './client.ts';
export { ConnectionLost, type FollowOptions, followStream, type StreamMessage } from './follow-stream.ts';
export type { components, operations, paths } from './generated/api.ts';
export {
  GauntletProblem,
  NoAnswer,
  networkReason,
  type Problem,
  type ProblemCode,
  UnexpectedAnswer,
} from './problems.ts';
