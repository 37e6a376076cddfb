-- Reading the audit trail: the newest first, by resource (`secret.*`), by who, by what it was done to, and by
-- the token it was done with. Each index ends like the pages go, so that a page costs the same however long
-- the trail is. Acts alone are in them: executions' events cost nothing more.

create index events_audit_newest on events (stream_id, created_at, event_number)
  where event_type = 'acted';
create index events_audit_resource on events
  (stream_id, split_part(event_data ->> 'action', '.', 1), created_at, event_number) where event_type = 'acted';
create index events_audit_user on events
  (stream_id, (event_data #>> '{by,userId}'), created_at, event_number) where event_type = 'acted';
create index events_audit_target on events
  (stream_id, (event_data #>> '{target,id}'), created_at, event_number) where event_type = 'acted';
create index events_audit_token on events
  (stream_id, (event_data #>> '{by,tokenId}'), created_at, event_number)
  where event_type = 'acted' and (event_data #>> '{by,tokenId}') is not null;
