/** What several routes take: ids in the address, the key against doing a thing twice, lists by commas. */
import {
  ArtifactId,
  ChannelId,
  ClusterId,
  DefinitionId,
  DeliveryId,
  EnvironmentId,
  ExecutionId,
  FailureCauseId,
  ProjectId,
  ResultId,
  RuleId,
  ScheduleId,
  SecretName,
  SessionId,
  TestCaseId,
  TokenId,
  ViewId,
} from '@gauntlet/contract';
import { z } from 'zod';
import { Refused } from './refused.ts';

export const ExecutionParams = z.object({ id: ExecutionId });
export const ResultParams = z.object({ id: ExecutionId, resultId: ResultId });
export const ArtifactParams = z.object({ id: ArtifactId });
export const CompareParams = z.object({ id: ExecutionId, executionId: ExecutionId });
export const TestCaseParams = z.object({ id: TestCaseId });
export const DefinitionParams = z.object({ id: DefinitionId });
export const FailureCauseParams = z.object({ id: FailureCauseId });
export const ViewParams = z.object({ id: ViewId });
export const ScheduleParams = z.object({ id: ScheduleId });
export const ProjectParams = z.object({ id: ProjectId });
export const ProjectMemberParams = z.object({
  id: ProjectId,
  user: z.string().min(1).max(255).describe('id or name'),
});
export const ChannelParams = z.object({ id: ChannelId });
export const ClusterParams = z.object({ id: ClusterId });
export const EnvironmentParams = z.object({ id: EnvironmentId });
export const RuleParams = z.object({ id: RuleId });
export const PreviewParams = z.object({ id: RuleId, executionId: ExecutionId });
export const DeliveryParams = z.object({ id: DeliveryId });
export const SessionParams = z.object({ id: SessionId });
export const TokenParams = z.object({ id: TokenId });
export const SecretParams = z.object({ name: SecretName });

export const IdempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, '1 to 255 visible ASCII characters')
    .optional()
    .describe('the same key with the same request again answers with the execution there is'),
});

/** `failed,error` as the values it names; undefined when it names none. */
export function listOf<Value extends string>(
  text: string | undefined,
  known: readonly Value[],
  path: string,
): Value[] | undefined {
  const words = (text ?? '').split(',').map((word) => word.trim());
  const wanted = words.filter((word) => word !== '');
  if (wanted.length === 0) return undefined;
  const stranger = wanted.find((word) => !(known as readonly string[]).includes(word));
  if (stranger === undefined) return wanted as Value[];
  const message = `"${stranger}" is none of ${known.join(', ')}`;
  throw new Refused({
    code: 'invalid-request',
    message: `${path}: ${message}.`,
    faults: [{ path, message }],
  });
}
