-- Groups bring these, and what they bring is stored as it comes: only what the server writes is compressed.
update artifact_types set compress = false where type_name = 'raw-report';

comment on column artifact_types.compress is
  'Stored compressed, in pieces that can be read by themselves. Of types that the server writes; the files of groups are stored as they come.';
