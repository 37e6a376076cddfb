/** Who made a link, joined to its row as `maker` with their home team as `home`. */
import type { TeamId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { LinkMaker } from '../../identity/index.ts';

export type MakerRow = {
  maker: string;
  maker_team: string;
  maker_roles: string[];
  maker_active: boolean;
};

export const MAKER_COLUMNS = sql`maker.username as maker, maker.team_id as maker_team, maker.roles as maker_roles,
  maker.active and home.active as maker_active`;

export const linkMakerOf = (row: MakerRow): LinkMaker => ({
  username: row.maker,
  teamId: row.maker_team as TeamId,
  roles: row.maker_roles,
  active: row.maker_active,
});
