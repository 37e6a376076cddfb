-- Executions are counted by the hour, the week and the month as well as by the day. A counter is of the newest
-- period in which something was submitted, and `since` is its beginning in UTC; earlier ones are forgotten.
-- The names are those of the quotas: `executions` is a day's.

alter table quota_counters drop constraint quota_counters_check;
alter table quota_counters drop constraint quota_counters_counted_check;
alter table quota_counters add column since timestamptz;
update quota_counters set since = day::timestamp at time zone 'UTC' where day is not null;
alter table quota_counters drop column day;
alter table quota_counters add constraint quota_counters_counted_check check (counted in
  ('executions_per_hour', 'executions', 'executions_per_week', 'executions_per_month', 'artifact_bytes'));
alter table quota_counters add constraint quota_counters_since_check
  check ((since is null) = (counted = 'artifact_bytes'));
comment on column quota_counters.since is 'Beginning, in UTC, of the newest period in which something was submitted. Weeks begin on Mondays.';

create or replace function count_submissions() returns trigger language plpgsql as $$
begin
  insert into quota_counters as counter (holder_id, counted, since, used)
  select holder_id, counted, since, count(*)
  from (
    select holder_id, counted, since, max(since) over (partition by holder_id, counted) as newest
    from added
    cross join lateral (values (team_id), (submitted_by)) as holder (holder_id)
    cross join lateral (values
      ('executions_per_hour', date_trunc('hour', submitted_at, 'UTC')),
      ('executions', date_trunc('day', submitted_at, 'UTC')),
      ('executions_per_week', date_trunc('week', submitted_at, 'UTC')),
      ('executions_per_month', date_trunc('month', submitted_at, 'UTC'))
    ) as period (counted, since)
  ) as counting
  where since = newest group by holder_id, counted, since order by holder_id, counted
  on conflict (holder_id, counted) do update set
    since = greatest(counter.since, excluded.since),
    used = case
      when excluded.since > counter.since then excluded.used
      when excluded.since = counter.since then counter.used + excluded.used
      else counter.used
    end;
  return null;
end
$$;

-- As they are: what was counted for the day goes on, and the others begin with what is in the tables.
insert into quota_counters (holder_id, counted, since, used)
select holder_id, counted, since, count(*)
from test_executions
cross join lateral (values (team_id), (submitted_by)) as holder (holder_id)
cross join lateral (values
  ('executions_per_hour', date_trunc('hour', now(), 'UTC')),
  ('executions', date_trunc('day', now(), 'UTC')),
  ('executions_per_week', date_trunc('week', now(), 'UTC')),
  ('executions_per_month', date_trunc('month', now(), 'UTC'))
) as period (counted, since)
where submitted_at >= since
  and submitted_at >= least(date_trunc('week', now(), 'UTC'), date_trunc('month', now(), 'UTC'))
group by holder_id, counted, since
on conflict (holder_id, counted) do nothing;
