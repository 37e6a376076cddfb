-- Whether anything of an attempt is left to report is asked with every batch of reports.

create index execution_units_open on execution_units (execution_id, attempt) where status <> 'reported';
