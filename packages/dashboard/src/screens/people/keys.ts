/** Heads of the keys under which people, teams and invitations are kept. */
import { keyOf } from '../../api/workspace.tsx';

export const USERS = keyOf(undefined, 'people');
export const TEAMS = keyOf(undefined, 'teams');
export const INVITATIONS = keyOf(undefined, 'invitations');
