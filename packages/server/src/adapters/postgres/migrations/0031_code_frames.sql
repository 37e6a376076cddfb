-- The source around the place where a test failed, as it was when it ran. Partitions follow their table.

alter table test_results add column code_frame jsonb;
comment on column test_results.code_frame is 'Of what failed, where the agent found its source: file, line, and a few lines from firstLine on, masked and bounded. Null: not known.';
