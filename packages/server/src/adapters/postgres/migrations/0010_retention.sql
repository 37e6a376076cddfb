-- What is old is found by its age, however much there is.

create index test_executions_archived on test_executions (archived_at) where archived_at is not null;
