-- What lists of executions are asked for beyond their order: the rare verdict and the rare tag among a
-- million executions. Neither column changes after it was written, but for the verdict, once.

create index test_executions_verdict
  on test_executions (team_id, verdict, submitted_at desc, execution_id desc) where verdict <> 'passed';
create index test_executions_tags on test_executions using gin ((effective_definition -> 'tags'));

-- How rare a tag is, is known of the index's expression only once it was looked at.
analyze test_executions;
