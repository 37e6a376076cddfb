/** What would go on by itself in the server that is fuzzed, or take days, is decided in its database. */
import type { TestDatabase } from '../../packages/server/src/testing/template-database.ts';

/**
 * From now on there is room for an execution on a node of nobody alone: what is thought up is accepted, stored and
 * never run.
 */
export async function closeNodes({ pool }: TestDatabase): Promise<void> {
  await pool.query(`
    create function forget_node() returns trigger language plpgsql as $$
      begin
        if new.node_name <> 'elsewhere' then new.last_seen_at := timestamptz 'epoch'; end if;
        return new;
      end $$;
    create trigger forget_node before insert or update on server_nodes for each row execute function forget_node();
    update server_nodes set last_seen_at = now();
    insert into server_nodes (node_name, host, cpu_millis, memory_bytes, last_seen_at)
      values ('elsewhere', 'elsewhere', 1000000000, 1000000000000000, now() + interval '1 year')`);
}

/** What could not be delivered is tried for a day and a half before it is dead: here once, and no channel rests. */
export async function giveUpAtOnce({ pool }: TestDatabase): Promise<void> {
  await pool.query(`
    create function give_up_delivery() returns trigger language plpgsql as $$
      begin
        if new.status = 'failed' then new.status := 'dead'; new.next_attempt_at := null; end if;
        return new;
      end $$;
    create trigger give_up_delivery before update on notification_deliveries
      for each row execute function give_up_delivery();
    create function wake_channel() returns trigger language plpgsql as $$
      begin
        new.rests_until := null;
        return new;
      end $$;
    create trigger wake_channel before update on notification_channels for each row execute function wake_channel()`);
}
