-- Status 3 is active; the row of a silo that died while it joined goes too.
DELETE FROM cluster_member
WHERE cluster_id = @DeploymentId AND alive_at < @IAmAliveTime AND status <> 3
