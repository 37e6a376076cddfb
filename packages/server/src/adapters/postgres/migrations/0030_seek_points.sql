-- Logs that have been archived are read from their middle, without unpacking what comes before.

alter table test_artifacts add column seek_points bigint[];
comment on column test_artifacts.seek_points is 'Of what is stored as gzip: places in the stored file, one for each whole MiB of its content, from which raw deflate goes on without what comes before. Null: it is read from its beginning.';
