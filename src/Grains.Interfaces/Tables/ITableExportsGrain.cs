using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>
/// Streams files made from a campaign, in chunks of at most 64 KiB. One grain per download; the key is a fresh random id.
/// </summary>
[Alias("switchyard.tables.exports-grain")]
public interface ITableExportsGrain : IGrainWithGuidKey
{
    /// <summary>CSV lines of a task: targets with a mapping, or with <paramref name="missing"/> those without.</summary>
    [Alias("submission")]
    IAsyncEnumerable<byte[]> SubmissionAsync(string campaign, AnnotationTask task, bool missing);

    /// <summary>A zip of every result body ever accepted.</summary>
    [Alias("results")]
    IAsyncEnumerable<byte[]> ResultsZipAsync(string campaign);

    /// <summary>A zip of every error text ever accepted.</summary>
    [Alias("errors")]
    IAsyncEnumerable<byte[]> ErrorsZipAsync(string campaign);

    /// <summary>An SQLite database in the original's schema: tables, assignments, cea, cta, cpa.</summary>
    [Alias("database")]
    IAsyncEnumerable<byte[]> DatabaseAsync(string campaign);

    /// <summary>All audit records as JSON lines.</summary>
    [Alias("audit")]
    IAsyncEnumerable<byte[]> AuditAsync(string campaign);

    /// <summary>The text of the error a client reported under a lease, at most its first MiB; null when there is none.</summary>
    [Alias("error-text"), Repeatable]
    Task<string?> GetErrorTextAsync(long tableId, long leaseNumber);
}
