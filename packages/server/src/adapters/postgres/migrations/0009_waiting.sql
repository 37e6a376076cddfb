-- The queue holds due retries beside new executions, in one order.

drop index test_executions_queue;
create index test_executions_queue on test_executions (priority desc, queue_seq)
  where status in ('queued', 'retrying');
