using System.Globalization;
using System.Text.Json;
using Switchyard.Compute;
using Switchyard.Work;

namespace Switchyard.Downloads.Rules;

/// <summary>How a build lies in its row. Pure.</summary>
internal static class DownloadRows
{
    /// <summary>The space of records that name the newest build of each classifier.</summary>
    public const string Newest = "downloads.newest";

    /// <summary>The key of a classifier's record.</summary>
    public static string KeyOf(int clfId) => clfId.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc cref="KeyOf(int)"/>
    public static string KeyOf(WorkRow row) => DownloadNames.ClassifierOf(row.Name) is { } clfId ? KeyOf(clfId) : "";

    public static WorkWrite Insert(long id, int clfId, string source, DateTimeOffset now) => new(null, new WorkRow
    {
        Id = id,
        Kind = DownloadNames.Kind,
        Queue = DownloadNames.Queue,
        Target = DownloadNames.TargetOf(clfId),
        Name = DownloadNames.TargetOf(clfId),
        Owner = source,
        CreatedAt = now,
        Body = new DownloadBody { ClfId = clfId }.Serialize(),
    })
    {
        Records = [new(Newest, KeyOf(clfId), BitConverter.GetBytes(id))],
    };

    /// <summary>The build that a record of <see cref="Newest"/> names.</summary>
    public static long IdOf(byte[] record) => BitConverter.ToInt64(record);

    public static DownloadBody BodyOf(WorkRow row) => DownloadBody.Deserialize(row.Body);

    public static ComputeEntry EntryOf(WorkRow row) => new(row.Id, row.Kind, DownloadNames.ExportService, row.Queue, row.Priority);

    public static RunOrder OrderOf(WorkRow leased, DownloadsOptions options)
    {
        var order = new ExportOrder(BodyOf(leased).ClfId, options.IncludeUsers, options.Predictor is { Count: > 0 } predictor ? predictor : null);
        var files = new Dictionary<string, byte[]> { [DownloadNames.OrderFile] = JsonSerializer.SerializeToUtf8Bytes(order, JsonSerializerOptions.Web) };
        return new(leased.Id, leased.LeaseNumber, DownloadNames.ExportService, new(null, files), options.Timeout)
        {
            Secrets = options.ConnectionString is { } connection
                ? new Dictionary<string, SecretText> { [DownloadNames.ConnectionSecret] = new(connection) }
                : new Dictionary<string, SecretText>(),
        };
    }

    /// <summary>Whether it ended without an archive, and the application still waits for it.</summary>
    public static bool IsUnsettled(WorkRow row) =>
        row.Status is WorkStatus.Failed or WorkStatus.TimedOut or WorkStatus.Cancelled && !BodyOf(row).IsSettled;

    public static WorkRow Settled(WorkRow row) => row with { Body = (BodyOf(row) with { IsSettled = true }).Serialize() };

    /// <summary>A build that is to run again is to be settled again.</summary>
    public static WorkRow Anew(WorkRow row) => BodyOf(row) is { IsSettled: true } body ? row with { Body = (body with { IsSettled = false }).Serialize() } : row;
}
