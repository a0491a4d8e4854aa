-- Without a version only a first write is meant, with one only a change of just that version. No row back is a conflict.
-- Two statements that each commit alone: at most one of them can change anything.
UPDATE grain_state
SET payload = @PayloadBinary, version = version + 1, modified_at = CURRENT_TIMESTAMP
WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1
  AND id_extension = coalesce(@GrainIdExtensionString, '') AND type_name = @GrainTypeString AND service_id = @ServiceId
  AND version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion;

INSERT INTO grain_state (
    id_hash, type_hash, id_n0, id_n1, id_extension, type_name, service_id, version, modified_at, payload)
SELECT @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''),
       @GrainTypeString, @ServiceId, 1, CURRENT_TIMESTAMP, @PayloadBinary
WHERE @GrainStateVersion IS NULL
ON CONFLICT DO NOTHING
RETURNING version AS NewGrainStateVersion;
