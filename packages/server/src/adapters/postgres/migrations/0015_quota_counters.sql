-- What two quotas are measured against: executions of a day, and bytes of artifacts that are stored.
-- Counting either anew for each submission and each file would cost more the more a team does; what
-- runs at a moment is counted by an index of what is alive.
--
-- Triggers keep the counters, in the transaction of the change and whoever makes it: uploads, archives,
-- retention, a hand on the database. Several rows are always written in the order of their holders, so
-- that two statements never wait for each other. What is in the tables rules: the statements at the end
-- make the counters anew.

create table quota_counters (
  holder_id uuid not null,
  counted text not null check (counted in ('executions', 'artifact_bytes')),
  day date,
  used bigint not null,
  primary key (holder_id, counted),
  check ((day is not null) = (counted = 'executions'))
) with (fillfactor = 70);
comment on column quota_counters.holder_id is 'A team or a user. No foreign key: a row without its holder is read by nobody.';
comment on column quota_counters.day is 'In UTC: the newest day on which something was submitted; earlier ones are forgotten.';

create function count_submissions() returns trigger language plpgsql as $$
begin
  insert into quota_counters as counter (holder_id, counted, day, used)
  select holder_id, 'executions', day, count(*)
  from (
    select holder_id, day, max(day) over (partition by holder_id) as newest
    from (select team_id, submitted_by, (submitted_at at time zone 'UTC')::date as day from added) as submission
    cross join lateral (values (team_id), (submitted_by)) as holder (holder_id)
  ) as counting
  where day = newest group by holder_id, day order by holder_id
  on conflict (holder_id, counted) do update set
    day = greatest(counter.day, excluded.day),
    used = case
      when excluded.day > counter.day then excluded.used
      when excluded.day = counter.day then counter.used + excluded.used
      else counter.used
    end;
  return null;
end
$$;
create trigger test_executions_count_submissions after insert on test_executions
  referencing new table as added for each statement execute function count_submissions();

create function add_artifact_bytes(executions uuid[], deltas bigint[]) returns void language sql as $$
  insert into quota_counters as counter (holder_id, counted, used)
  select holder_id, 'artifact_bytes', sum(delta)
  from unnest(executions, deltas) as changed (execution_id, delta)
  join test_executions using (execution_id)
  cross join lateral (values (team_id), (submitted_by)) as holder (holder_id)
  group by holder_id having sum(delta) <> 0 order by holder_id
  on conflict (holder_id, counted) do update set used = counter.used + excluded.used
$$;

create function count_artifact_bytes() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform add_artifact_bytes(array_agg(execution_id), array_agg(file_size_bytes))
    from added where state = 'stored' having count(*) > 0;
  elsif tg_op = 'DELETE' then
    perform add_artifact_bytes(array_agg(execution_id), array_agg(-file_size_bytes))
    from removed where state = 'stored' having count(*) > 0;
  else
    perform add_artifact_bytes(array_agg(execution_id), array_agg(delta))
    from (
      select execution_id, file_size_bytes as delta from added where state = 'stored'
      union all
      select execution_id, -file_size_bytes from removed where state = 'stored'
    ) as changed having count(*) > 0;
  end if;
  return null;
end
$$;
create trigger test_artifacts_count_added after insert on test_artifacts
  referencing new table as added for each statement execute function count_artifact_bytes();
create trigger test_artifacts_count_changed after update on test_artifacts
  referencing old table as removed new table as added for each statement execute function count_artifact_bytes();
create trigger test_artifacts_count_removed after delete on test_artifacts
  referencing old table as removed for each statement execute function count_artifact_bytes();

-- When artifacts follow their execution out of the database, it is too late to ask whose they were.
create function release_artifact_bytes() returns trigger language plpgsql as $$
begin
  update test_artifacts set state = 'deleted' where execution_id = old.execution_id and state = 'stored';
  return old;
end
$$;
create trigger test_executions_release_artifact_bytes before delete on test_executions
  for each row execute function release_artifact_bytes();

-- What one person has alive, as test_executions_team_alive says it of a team.
create index test_executions_submitter_alive on test_executions (submitted_by, status) where status <> 'archived';

insert into quota_counters (holder_id, counted, used)
select holder_id, 'artifact_bytes', sum(file_size_bytes)
from test_artifacts join test_executions using (execution_id)
cross join lateral (values (team_id), (submitted_by)) as holder (holder_id)
where state = 'stored' group by holder_id;

insert into quota_counters (holder_id, counted, day, used)
select holder_id, 'executions', (now() at time zone 'UTC')::date, count(*)
from test_executions cross join lateral (values (team_id), (submitted_by)) as holder (holder_id)
where submitted_at >= date_trunc('day', now(), 'UTC') group by holder_id;
