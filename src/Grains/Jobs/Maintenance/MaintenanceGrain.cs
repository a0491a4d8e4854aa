using Switchyard.Work.Audit;
using Switchyard.Work.Changes;

namespace Switchyard.Jobs.Maintenance;

/// <summary>Keeps the newest record in memory, for it is asked for with every claim.</summary>
public sealed class MaintenanceGrain(MaintenanceRecords records, WorkChanges changes, TimeProvider time) : Grain, IMaintenanceGrain
{
    private const int LongestPage = 1000;
    private const string InitialMessage = "Initial status inserted by at startup.";
    private const string InitialBy = "switchyard";

    private MaintenanceRecord? _newest;

    private string Door => this.GetPrimaryKeyString();

    public async Task<MaintenanceRecord> SetAsync(string message, bool paused, string by)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(by);
        var newest = await GetAsync();
        return await AddAsync(message, paused, by, ActOf(newest, message, paused));
    }

    public async Task<MaintenanceRecord> GetAsync() =>
        _newest ??= await ReadNewestAsync() ?? await AddInitialAsync();

    public Task<IReadOnlyList<MaintenanceRecord>> GetHistoryAsync(long? before, int limit) => ReadHistoryAsync(before, limit, isAscending: false);

    public Task<IReadOnlyList<MaintenanceRecord>> GetHistoryUpAsync(long? after, int limit) => ReadHistoryAsync(after, limit, isAscending: true);

    private async Task<IReadOnlyList<MaintenanceRecord>> ReadHistoryAsync(long? place, int limit, bool isAscending)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
        await GetAsync();
        return await records.ReadAsync(Door, place, limit, isAscending);
    }

    // Two activations may exist for a moment: the table's key lets one of them have the number.
    private async Task<MaintenanceRecord> AddAsync(string message, bool paused, string by, AuditEntry? act)
    {
        while (true)
        {
            var record = Record((_newest?.Number ?? 0) + 1, message, paused, by);
            // Forgotten meanwhile: when the commit's fate is unclear, the table says what is newest.
            _newest = null;
            if (await records.AddAsync(Door, record, act))
            {
                changes.Mark(ChangeTopics.Acts);
                return _newest = record;
            }

            _newest = await ReadNewestAsync();
        }
    }

    private AuditEntry? ActOf(MaintenanceRecord newest, string message, bool paused) =>
        AuditEntry.Of(paused ? JobNames.BeginMaintenanceAct : JobNames.EndMaintenanceAct, time.GetUtcNow()) is { } entry
            ? entry with { Subject = Door, Reason = message, Before = WordOf(newest.Paused), After = WordOf(paused) }
            : null;

    private static string WordOf(bool paused) => paused ? "paused" : "open";

    private async Task<MaintenanceRecord> AddInitialAsync()
    {
        var initial = Record(1, InitialMessage, paused: false, InitialBy);
        return await records.AddAsync(Door, initial) ? initial : (await ReadNewestAsync())!;
    }

    private async Task<MaintenanceRecord?> ReadNewestAsync() => (await records.ReadAsync(Door, place: null, limit: 1)).SingleOrDefault();

    // As exact as it is stored, so that a record reads the same before and after a restart.
    private MaintenanceRecord Record(long number, string message, bool paused, string by)
    {
        var now = time.GetUtcNow();
        return new(number, message, paused, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), by);
    }
}
