/** Which channel a definition or a person means by a name: the project's before the team's, in any case. */
import type { ChannelBrief, NotificationPlace } from './ports.ts';

export function channelNamed(
  channels: readonly ChannelBrief[],
  { teamId, projectId }: NotificationPlace,
  name: string,
): ChannelBrief | undefined {
  const named = channels.filter(
    (channel) => channel.teamId === teamId && channel.name.toLowerCase() === name.toLowerCase(),
  );
  const ofProject = projectId === null ? undefined : named.find((channel) => channel.projectId === projectId);
  return ofProject ?? named.find((channel) => channel.projectId === null);
}
