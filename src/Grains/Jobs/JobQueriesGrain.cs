using System.Globalization;
using Orleans.Concurrency;
using Switchyard.Jobs.Rules;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Jobs;

[StatelessWorker, Reentrant]
public sealed class JobQueriesGrain(IWorkStore store) : Grain, IJobQueriesGrain
{
    private const int MaxPage = 1000;

    /// <summary>Jobs that are read together at most; a page is made of such pieces.</summary>
    private const int Piece = 250;

    /// <summary>Of the first piece: how large jobs are here, nobody knows yet, and one may have megabytes.</summary>
    private const int FirstPiece = 25;

    /// <summary>A page ends with the piece that makes it larger, so that its logs fit into memory and into one answer.</summary>
    private const int MaxPageBytes = 4 * 1024 * 1024;

    public async Task<JobPage> ListAsync(JobFilter filter, long after, int limit)
    {
        if (JobSelections.Of(filter) is not { } query)
        {
            return new([], null);
        }

        var size = Math.Clamp(limit, 1, MaxPage);
        var mentions = string.IsNullOrEmpty(filter.Target) ? [] : await ReadMentionsAsync(filter.Target, filter.NewestFirst ? 0 : after);
        query = query with { Descending = filter.NewestFirst };
        var jobs = new List<JobView>(Math.Min(size, Piece));
        var (bytes, piece) = (0L, FirstPiece);
        while (jobs.Count < size && bytes < MaxPageBytes)
        {
            var wanted = Math.Min(piece, size - jobs.Count);
            var (rows, last) = await ReadPieceAsync(query with { After = after > 0 ? after : null, Limit = wanted }, mentions);
            var read = rows.Sum(row => (long)row.Body.Length);
            bytes += read;
            piece = (int)Math.Clamp((MaxPageBytes - bytes) * rows.Count / Math.Max(1, read), 1, Piece);
            jobs.AddRange(rows.Select(JobRows.ViewOf).Where(job => JobSelections.Matches(filter, job)));
            if (last is not { } place)
            {
                return new(jobs, null);
            }

            after = place;
        }

        return new(jobs, after);
    }

    public async Task<TargetPage> ListTargetsAsync(long after, int limit)
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var records = await store.ReadRecordsAsync(JobNames.Targets, after, size);
        return new([.. records.Select(record => TargetRecords.Read(record.Data))], records.Count == size ? records[^1].Sequence : null);
    }

    /// <summary>The jobs for the target and those that mention it, merged by id; and the id to go on after, if there are more.</summary>
    private async Task<(List<WorkRow> Rows, long? Last)> ReadPieceAsync(
        WorkQuery query, SortedSet<long> mentions)
    {
        var wanted = query.Limit;
        var rows = await store.ListAsync(query);
        if (mentions.Count == 0)
        {
            return ([.. rows], rows.Count == wanted ? rows[^1].Id : null);
        }

        var order = query.Descending ? -1 : 1;
        var ahead = query.Descending
            ? mentions.GetViewBetween(0, (query.After ?? long.MaxValue) - 1).Reverse()
            : mentions.GetViewBetween((query.After ?? 0) + 1, long.MaxValue);
        var ids = rows.Select(row => row.Id).Concat(ahead.Take(wanted)).Distinct().OrderBy(id => order * id).ToList();
        var piece = ids.Take(wanted).ToHashSet();
        var mentioned = await Task.WhenAll(piece.Except(rows.Select(row => row.Id)).Select(id => store.ReadAsync(id)));
        return (
            [.. rows.Where(row => piece.Contains(row.Id)).Concat(mentioned.OfType<WorkRow>()).OrderBy(row => order * row.Id)],
            ids.Count >= wanted ? ids[wanted - 1] : null);
    }

    private async Task<SortedSet<long>> ReadMentionsAsync(string target, long after)
    {
        var ids = new SortedSet<long>();
        var last = 0L;
        IReadOnlyList<StoredRecord> page;
        do
        {
            page = await store.ReadRecordsAsync(JobNames.Mentions(target), last, MaxPage);
            ids.UnionWith(page.Select(record => long.Parse(record.Key, CultureInfo.InvariantCulture)).Where(id => id > after));
            last = page.Count > 0 ? page[^1].Sequence : last;
        }
        while (page.Count == MaxPage);

        return ids;
    }
}
