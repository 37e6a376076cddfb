-- Reports are written unit by unit: a page of them begins where the last one ended, without sorting the unit's
-- results again. This index does for the other one whatever it did.

create index test_results_unit_order on test_results (unit_id, result_id);
drop index test_results_unit;

-- How a test failed in earlier attempts, told of each that was run again.
create index test_results_failed_names on test_results (execution_id, name_hash) where status in ('failed', 'error');
