import { z } from 'zod';

/** A UUIDv7 in canonical lower-case text, branded with what it names. */
const uuid = () => z.uuid().meta({ format: 'uuid' });

export const ExecutionId = uuid().brand<'ExecutionId'>();
export type ExecutionId = z.infer<typeof ExecutionId>;
export const DefinitionId = uuid().brand<'DefinitionId'>();
export type DefinitionId = z.infer<typeof DefinitionId>;
export const GroupId = uuid().brand<'GroupId'>();
export type GroupId = z.infer<typeof GroupId>;
export const UnitId = uuid().brand<'UnitId'>();
export type UnitId = z.infer<typeof UnitId>;
export const ResultId = uuid().brand<'ResultId'>();
export type ResultId = z.infer<typeof ResultId>;
export const ArtifactId = uuid().brand<'ArtifactId'>();
export type ArtifactId = z.infer<typeof ArtifactId>;
export const UserId = uuid().brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;
export const TeamId = uuid().brand<'TeamId'>();
export type TeamId = z.infer<typeof TeamId>;
export const TokenId = uuid().brand<'TokenId'>();
export type TokenId = z.infer<typeof TokenId>;
export const SessionId = uuid().brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;
export const ProjectId = uuid().brand<'ProjectId'>();
export type ProjectId = z.infer<typeof ProjectId>;
export const InvitationId = uuid().brand<'InvitationId'>();
export type InvitationId = z.infer<typeof InvitationId>;
export const UploadId = uuid().brand<'UploadId'>();
export type UploadId = z.infer<typeof UploadId>;
export const DeviceRequestId = uuid().brand<'DeviceRequestId'>();
export type DeviceRequestId = z.infer<typeof DeviceRequestId>;
export const FailureCauseId = uuid().brand<'FailureCauseId'>();
export type FailureCauseId = z.infer<typeof FailureCauseId>;
export const ScheduleId = uuid().brand<'ScheduleId'>();
export type ScheduleId = z.infer<typeof ScheduleId>;
