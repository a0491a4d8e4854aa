using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>
/// One campaign: a directory of tables, handed out. The key is the name of its queue ("tables").
/// </summary>
[Alias("switchyard.tables.campaign-grain")]
public interface ICampaignGrain : IGrainWithStringKey
{
    /// <summary>
    /// Hands out the next table: never assigned first, then least often assigned; when only leased tables remain, a copy.
    /// Waits up to <paramref name="wait"/> (at most 20 s) when nothing can be handed out but not all is done.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the client has left: it gets nothing any more.</param>
    [Alias("get-work"), AlwaysInterleave]
    Task<GetWorkResult> GetWorkAsync(string client, TimeSpan wait, CancellationToken cancellationToken = default);

    /// <summary>A table left the running state (returned, expired, cancelled). A hint, after its commit.</summary>
    [Alias("left"), OneWay]
    Task LeftAsync(long tableId);

    /// <summary>
    /// Starts an import of the input directory unless one runs; answers its progress. Importing unchanged files twice changes
    /// nothing. Where <see cref="ImportProgress.Refused"/> says why, none was started.
    /// </summary>
    [Alias("import"), Repeatable]
    Task<ImportProgress> ImportAsync();

    /// <summary>The same, otherwise than usual; also refused while an import runs. Nodes of 0.1 do not know it, and fail.</summary>
    [Alias("import-with")]
    Task<ImportProgress> ImportWithAsync(ImportRequest request);

    [Alias("import-progress"), Repeatable]
    Task<ImportProgress> GetImportProgressAsync();

    /// <summary>
    /// An answer of a client was refused for good. When that happens again and again, its requests for work wait, up to a minute. A hint;
    /// nodes of 0.1 do not know it.
    /// </summary>
    /// <param name="client">Null where the request did not say who it is from.</param>
    /// <param name="table">As the request named it.</param>
    [Alias("refused"), OneWay]
    Task RefusedAsync(string? client, string table);

    /// <summary>The clients whose last answers were refused, the most refused first; at most 1,000. Nodes of 0.1 do not know it.</summary>
    [Alias("refused-clients"), Repeatable]
    Task<IReadOnlyList<RefusedClient>> GetRefusedClientsAsync();

    /// <summary>Puts returned tables back into the queue, or with <paramref name="dryRun"/> only counts them.</summary>
    [Alias("reset"), ResponseTimeout("00:30:00")]
    Task<ResetOutcome> ResetAsync(ResetSelection which, IReadOnlyList<string> tables, bool dryRun);
}

/// <param name="Tables">How many tables were reset, or would be.</param>
/// <param name="Unknown">Names that name no table (at most the first 100).</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.reset-outcome")]
public sealed record ResetOutcome([property: Id(0)] long Tables, [property: Id(1)] IReadOnlyList<string> Unknown);

/// <summary>Which tables to reset. Only returned tables ever match.</summary>
[GenerateSerializer, Alias("switchyard.tables.reset-selection")]
public enum ResetSelection
{
    /// <summary>Tables that have assignments, none of which has a result. (A table that cannot be read is mended by an import.)</summary>
    Errors = 0,

    /// <summary>Tables with CEA targets, none mapped.</summary>
    FullMissCea = 1,

    /// <summary>Tables with at least one unmapped CEA target.</summary>
    PartialMissCea = 2,

    /// <summary>The named tables.</summary>
    Named = 3,
}

/// <summary>A client whose answers are refused.</summary>
/// <param name="Refusals">How many in a row, as far as is known.</param>
/// <param name="Table">The table of the last, as the request named it.</param>
/// <param name="HeldUntil">Until when its requests for work wait; null when they do not.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.refused-client")]
public sealed record RefusedClient(
    [property: Id(0)] string Client,
    [property: Id(1)] int Refusals,
    [property: Id(2)] DateTimeOffset LastRefusedAt,
    [property: Id(3)] string Table,
    [property: Id(4)] DateTimeOffset? HeldUntil);
