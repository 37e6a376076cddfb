/** The audit trail: every kind of act that is recorded, and what the API says of one. */
import { z } from 'zod';
import { SessionId, TokenId, UserId } from './ids.ts';
import { Instant, Paging } from './paging.ts';

/**
 * All that is ever recorded, as `resource.verb`. docs/audit.md explains each; a test holds that table, and
 * the code that records, against this list.
 */
export const AUDIT_ACTIONS = [
  'channel.change',
  'channel.create',
  'channel.remove',
  'channel.test',
  'cluster.change',
  'cluster.check',
  'cluster.create',
  'cluster.remove',
  'definition.remove',
  'definition.restore',
  'definition.save',
  'delivery.replay',
  'device.approve',
  'device.refuse',
  'environment.change',
  'environment.create',
  'environment.remove',
  'execution.cancel',
  'execution.rerun',
  'failure-cause.comment',
  'failure-cause.merge',
  'failure-cause.reopen',
  'failure-cause.triage',
  'failure-cause.unmerge',
  'invitation.accept',
  'invitation.create',
  'invitation.revoke',
  'key.rotate',
  'notification-rule.change',
  'notification-rule.create',
  'notification-rule.remove',
  'password-reset.create',
  'password.change',
  'password.reset',
  'project.add-member',
  'project.archive',
  'project.change',
  'project.change-member',
  'project.create',
  'project.remove-member',
  'project.unarchive',
  'quota.clear',
  'quota.set',
  'schedule.change',
  'schedule.create',
  'schedule.pause',
  'schedule.remove',
  'schedule.resume',
  'secret.remove',
  'secret.set',
  'secret.use',
  'session.begin',
  'session.end',
  'session.refuse',
  'sign-in-link.create',
  'team.change',
  'team.create',
  'test-case.own',
  'test-case.quarantine',
  'test-case.release',
  'test.submit',
  'token.create',
  'token.revoke',
  'user.activate',
  'user.change',
  'user.create',
  'user.deactivate',
  'view.change',
  'view.create',
  'view.remove',
  'view.restore',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** `nobody`: at the door, before anybody is known. `server`: by the server itself. */
const AuditVia = z.enum(['token', 'session', 'local', 'nobody', 'server']);

export const AuditEntry = z
  .object({
    id: z.uuid(),
    number: z.number().int().describe('in the trail of the team, from 1 on, without gaps'),
    at: Instant,
    action: z.string().describe('such as `secret.set`'),
    target: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    detail: z.record(z.string(), z.unknown()),
    by: z.object({
      userId: UserId.nullable(),
      username: z.string().nullable().describe('the name at that time'),
      via: AuditVia,
      tokenId: TokenId.nullable(),
      tokenName: z.string().nullable(),
      sessionId: SessionId.nullable(),
    }),
    from: z.object({ address: z.string().nullable() }),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditList = z
  .object({
    items: z.array(AuditEntry),
    nextCursor: z.string().nullable(),
    lastNumber: z.number().int().describe('up to which number was looked: where `after` goes on'),
  })
  .meta({ id: 'AuditList' });
export type AuditList = z.infer<typeof AuditList>;

/** Exactly one, or all of a resource. */
const ACTIONS = /^[a-z][a-z-]*\.([a-z][a-z-]*|\*)(,[a-z][a-z-]*\.([a-z][a-z-]*|\*))*$/;

export const AuditQuery = z.object({
  action: z
    .string()
    .max(500)
    .regex(ACTIONS, 'actions such as secret.set or secret.*, several by commas')
    .optional()
    .describe('`secret.set`, or `secret.*` for all of a resource; several by commas'),
  user: z.string().min(1).max(255).optional().describe('who did it: name or id'),
  token: z.string().min(1).max(255).optional().describe('with which token: name or id'),
  targetKind: z.string().min(1).max(100).optional().describe('`secret`, `execution`, `user`, ...'),
  target: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('name or id of what it was done to; with `targetKind=secret` also where that secret was used'),
  from: z.iso.datetime({ offset: true }).optional().describe('at or after'),
  until: z.iso.datetime({ offset: true }).optional().describe('before'),
  team: z.string().min(1).max(255).optional().describe('name or id; other teams only with the scope admin'),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('acts after this number, the oldest first: for following'),
  ...Paging,
});
export type AuditQuery = z.infer<typeof AuditQuery>;
