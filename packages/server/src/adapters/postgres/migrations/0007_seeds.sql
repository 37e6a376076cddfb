-- Rows without which nothing runs. Their ids are fixed, so that every installation has the same.

insert into artifact_types (artifact_type_id, type_name, description, retention_days, compress) values
  ('01900000-0000-7000-8000-000000000101', 'log', 'What the tests printed', 30, true),
  ('01900000-0000-7000-8000-000000000102', 'setup-log', 'What fetching and installing printed', 30, true),
  ('01900000-0000-7000-8000-000000000103', 'screenshot', 'Picture of a page or screen at a failure', 90, false),
  ('01900000-0000-7000-8000-000000000104', 'video', 'Recording of a test', 30, false),
  ('01900000-0000-7000-8000-000000000105', 'trace', 'Step by step trace of a test, such as Playwright''s', 30, false),
  ('01900000-0000-7000-8000-000000000106', 'attachment', 'File a test attached to its result', 90, false),
  ('01900000-0000-7000-8000-000000000107', 'file', 'File kept by the definition''s artifact globs', 90, false),
  ('01900000-0000-7000-8000-000000000108', 'junit', 'Merged JUnit XML of the execution', 365, true),
  ('01900000-0000-7000-8000-000000000109', 'html-report', 'Report of the execution in one HTML file', 365, true),
  ('01900000-0000-7000-8000-00000000010a', 'raw-report', 'Report as the test runner wrote it', 90, true);

insert into clusters (cluster_id, cluster_name, provider, status) values
  ('01900000-0000-7000-8000-000000000201', 'local', 'host', 'ready');

insert into execution_environments (environment_id, environment_name, cluster_id, status) values
  ('01900000-0000-7000-8000-000000000301', 'local', '01900000-0000-7000-8000-000000000201', 'ready');

-- The stream every subscriber to all events names; it holds no event of its own.
insert into event_streams (stream_id, aggregate_type, aggregate_id) values ('$all', '$all', null);
