-- The rows that change most are few: they are vacuumed by number rather than by share; and the items before a fifth of a million changed.
alter table work_tally set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
alter table work_rate set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
alter table work_worker set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
alter table work_spent_blob set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
alter table work_item set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table work_part set (autovacuum_vacuum_scale_factor = 0.05);
alter table work_artifact set (autovacuum_vacuum_scale_factor = 0.05);
alter table work_record set (autovacuum_vacuum_scale_factor = 0.05);
