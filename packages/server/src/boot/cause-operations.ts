/** The use cases about causes of failures with their ports bound. */
import {
  commentOnCause,
  mergeCauses,
  type TriageDeps,
  triageCause,
  unmergeCause,
} from '../executions/index.ts';
import type { CauseOperations } from '../http/deps.ts';

export const causeOperations = (deps: TriageDeps): CauseOperations => ({
  triage: (actor, causeId, change) => triageCause(deps, actor, causeId, change),
  addComment: (actor, causeId, body) => commentOnCause(deps, actor, causeId, body),
  merge: (actor, causeId, into) => mergeCauses(deps, actor, causeId, into),
  unmerge: (actor, causeId) => unmergeCause(deps, actor, causeId),
});
