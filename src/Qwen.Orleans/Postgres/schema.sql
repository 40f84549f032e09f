-- What Orleans asks of a database, for PostgreSQL 13 and newer. Orleans reads the texts in OrleansQuery and knows their keys, parameters
-- and columns; tables may be as one likes. Run as often as one likes; queries that are there already stay.

CREATE TABLE IF NOT EXISTS OrleansQuery
(
    QueryKey  varchar(64) PRIMARY KEY,
    QueryText text NOT NULL
);

-- members: one row for each cluster, which counts changes, and one for each life of a silo

CREATE TABLE IF NOT EXISTS qwen_cluster
(
    deployment text PRIMARY KEY,
    version    integer NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS qwen_silo
(
    deployment text NOT NULL,
    address    text NOT NULL,
    port       integer NOT NULL,
    generation integer NOT NULL,
    name       text NOT NULL,
    host       text NOT NULL,
    status     integer NOT NULL,
    proxy_port integer NULL,
    suspects   text NULL,
    started    timestamptz NOT NULL,
    alive      timestamptz NOT NULL,
    PRIMARY KEY (deployment, address, port, generation)
);

CREATE TABLE IF NOT EXISTS qwen_reminder
(
    service  text NOT NULL,
    grain    text NOT NULL,
    name     text NOT NULL,
    hash     integer NOT NULL,
    start_at timestamptz NOT NULL,
    period   bigint NOT NULL,
    version  integer NOT NULL,
    PRIMARY KEY (service, grain, name)
);

CREATE INDEX IF NOT EXISTS qwen_reminder_hash ON qwen_reminder (service, hash);

-- what grains keep

CREATE TABLE IF NOT EXISTS qwen_state
(
    service text NOT NULL,
    kind    text NOT NULL,
    n0      bigint NOT NULL,
    n1      bigint NOT NULL,
    key     text NOT NULL,
    payload bytea NULL,
    version integer NOT NULL,
    PRIMARY KEY (service, key, kind, n0, n1)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES

('InsertMembershipVersionKey', '
WITH added AS (
    INSERT INTO qwen_cluster (deployment) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
SELECT CAST(count(*) AS integer) FROM added'),

('InsertMembershipKey', '
WITH counted AS (
    UPDATE qwen_cluster SET version = version + 1
    WHERE deployment = @DeploymentId AND version = @Version AND NOT EXISTS (
        SELECT 1 FROM qwen_silo
        WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING 1),
added AS (
    INSERT INTO qwen_silo (deployment, address, port, generation, name, host, status, proxy_port, started, alive)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    FROM counted
    RETURNING 1)
SELECT CAST(count(*) AS integer) FROM added'),

('UpdateMembershipKey', '
WITH counted AS (
    UPDATE qwen_cluster SET version = version + 1
    WHERE deployment = @DeploymentId AND version = @Version AND EXISTS (
        SELECT 1 FROM qwen_silo
        WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING 1),
changed AS (
    UPDATE qwen_silo SET status = @Status, suspects = @SuspectTimes, alive = @IAmAliveTime
    FROM counted
    WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    RETURNING 1)
SELECT CAST(count(*) AS integer) FROM changed'),

('UpdateIAmAlivetimeKey', '
UPDATE qwen_silo SET alive = @IAmAliveTime
WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),

('MembershipReadRowKey', '
SELECT c.deployment AS DeploymentId, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName,
    s.host AS HostName, s.status AS Status, s.proxy_port AS ProxyPort, s.suspects AS SuspectTimes, s.started AS StartTime,
    s.alive AS IAmAliveTime, c.version AS Version
FROM qwen_cluster c LEFT JOIN qwen_silo s
    ON s.deployment = c.deployment AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
WHERE c.deployment = @DeploymentId'),

('MembershipReadAllKey', '
SELECT c.deployment AS DeploymentId, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName,
    s.host AS HostName, s.status AS Status, s.proxy_port AS ProxyPort, s.suspects AS SuspectTimes, s.started AS StartTime,
    s.alive AS IAmAliveTime, c.version AS Version
FROM qwen_cluster c LEFT JOIN qwen_silo s ON s.deployment = c.deployment
WHERE c.deployment = @DeploymentId'),

('GatewaysQueryKey', '
SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
FROM qwen_silo
WHERE deployment = @DeploymentId AND status = @Status AND proxy_port > 0'),

('DeleteMembershipTableEntriesKey', '
WITH silos AS (DELETE FROM qwen_silo WHERE deployment = @DeploymentId)
DELETE FROM qwen_cluster WHERE deployment = @DeploymentId'),

('CleanupDefunctSiloEntriesKey', '
DELETE FROM qwen_silo WHERE deployment = @DeploymentId AND alive < @IAmAliveTime AND status = 6'),

('CleanupDefunctSiloEntryKey', '
DELETE FROM qwen_silo
WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status = 6
    AND started = @StartTime AND alive = @IAmAliveTime AND suspects IS NOT DISTINCT FROM @SuspectTimes'),

('UpsertReminderRowKey', '
INSERT INTO qwen_reminder (service, grain, name, hash, start_at, period, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period, 0)
ON CONFLICT (service, grain, name) DO UPDATE SET
    hash = excluded.hash, start_at = excluded.start_at, period = excluded.period, version = qwen_reminder.version + 1
RETURNING version AS Version'),

('ReadReminderRowsKey', '
SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
FROM qwen_reminder WHERE service = @ServiceId AND grain = @GrainId'),

('ReadReminderRowKey', '
SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
FROM qwen_reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName'),

('ReadRangeRows1Key', '
SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
FROM qwen_reminder WHERE service = @ServiceId AND hash > @BeginHash AND hash <= @EndHash'),

('ReadRangeRows2Key', '
SELECT grain AS GrainId, name AS ReminderName, start_at AS StartTime, period AS Period, version AS Version
FROM qwen_reminder WHERE service = @ServiceId AND (hash > @BeginHash OR hash <= @EndHash)'),

('DeleteReminderRowKey', '
WITH gone AS (
    DELETE FROM qwen_reminder
    WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName AND version = @Version
    RETURNING 1)
SELECT CAST(count(*) AS integer) FROM gone'),

('DeleteReminderRowsKey', '
DELETE FROM qwen_reminder WHERE service = @ServiceId'),

('ReadFromStorageKey', '
SELECT payload AS PayloadBinary, version AS Version
FROM qwen_state
WHERE service = @ServiceId AND kind = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
    AND key = COALESCE(@GrainIdExtensionString, '''')'),

('WriteToStorageKey', '
WITH added AS (
    INSERT INTO qwen_state (service, kind, n0, n1, key, payload, version)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(@GrainIdExtensionString, ''''), @PayloadBinary, 1
    WHERE CAST(@GrainStateVersion AS integer) IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version),
changed AS (
    UPDATE qwen_state SET payload = @PayloadBinary, version = version + 1
    WHERE service = @ServiceId AND kind = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
        AND key = COALESCE(@GrainIdExtensionString, '''') AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version)
SELECT COALESCE((SELECT version FROM added), (SELECT version FROM changed), CAST(@GrainStateVersion AS integer))
    AS NewGrainStateVersion'),

('ClearStorageKey', '
WITH gone AS (
    DELETE FROM qwen_state
    WHERE service = @ServiceId AND kind = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
        AND key = COALESCE(@GrainIdExtensionString, '''')
        AND (CAST(@GrainStateVersion AS integer) IS NULL OR version = CAST(@GrainStateVersion AS integer))
    RETURNING version + 1 AS version)
SELECT COALESCE((SELECT version FROM gone), CAST(@GrainStateVersion AS integer)) AS NewGrainStateVersion')

ON CONFLICT (QueryKey) DO NOTHING;
