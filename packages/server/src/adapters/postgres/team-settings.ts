import type { TeamSettings } from '@gauntlet/contract';

/** TEAMS.settings, the copy of TEAM_SETTINGS: what this version knows of it. */
export function settingsOf(stored: unknown): TeamSettings {
  const { description, invitationDays } = (stored ?? {}) as Record<string, unknown>;
  return {
    description: typeof description === 'string' ? description : null,
    invitationDays: typeof invitationDays === 'number' ? invitationDays : null,
  };
}
