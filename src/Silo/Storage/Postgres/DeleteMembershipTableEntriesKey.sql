DELETE FROM cluster_member WHERE cluster_id = @DeploymentId;
DELETE FROM cluster_version WHERE cluster_id = @DeploymentId
