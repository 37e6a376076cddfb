/** The use cases of notifications with their ports bound. */
import type { NotificationOperations } from '../http/deps.ts';
import type { Clock } from '../kernel/clock.ts';
import {
  type ChannelShelf,
  changeChannel,
  changeRule,
  createChannel,
  createRule,
  type DeliveryQueue,
  type InboxShelf,
  type ManageChannelDeps,
  type ManageRuleDeps,
  type PreviewDeps,
  previewRule,
  type ReplayDeps,
  type RuleShelf,
  removeChannel,
  removeRule,
  replayDead,
  replayDelivery,
  type TestChannelDeps,
  testChannel,
} from '../notifications/index.ts';

export type NotificationDeps = ManageChannelDeps &
  ManageRuleDeps &
  TestChannelDeps &
  PreviewDeps &
  ReplayDeps & {
    clock: Clock;
    channels: ChannelShelf;
    rules: RuleShelf;
    deliveries: DeliveryQueue;
    inbox: InboxShelf;
  };

export const createNotificationOperations = (deps: NotificationDeps): NotificationOperations => ({
  listChannels: (workspace, query) => deps.channels.list(workspace, query),
  showChannel: (workspace, channelId) => deps.channels.show(workspace, channelId),
  createChannel: (actor, request) => createChannel(deps, actor, request),
  changeChannel: (actor, channelId, change) => changeChannel(deps, actor, channelId, change),
  removeChannel: (actor, channelId) => removeChannel(deps, actor, channelId),
  testChannel: (actor, channelId) => testChannel(deps, actor, channelId),
  listRules: (workspace, query) => deps.rules.list(workspace, query),
  showRule: (workspace, ruleId) => deps.rules.show(workspace, ruleId),
  createRule: (actor, request) => createRule(deps, actor, request),
  changeRule: (actor, ruleId, change) => changeRule(deps, actor, ruleId, change),
  removeRule: (actor, ruleId) => removeRule(deps, actor, ruleId),
  previewRule: (actor, ruleId, executionId) => previewRule(deps, actor, ruleId, executionId),
  listDeliveries: (workspace, query) => deps.deliveries.list(workspace, query),
  showDelivery: (workspace, deliveryId) => deps.deliveries.show(workspace, deliveryId),
  replayDelivery: (actor, deliveryId) => replayDelivery(deps, actor, deliveryId),
  replayDead: (actor, channelId) => replayDead(deps, actor, channelId),
  listInbox: (userId, query) => deps.inbox.list(userId, query),
  countUnread: (userId) => deps.inbox.countUnread(userId),
  markRead: (userId, itemIds) => deps.inbox.markRead(userId, itemIds, deps.clock.now()),
});
