using Dapper;
using Switchyard.Text;
using Switchyard.Work;
using Switchyard.Work.Changes;
using Switchyard.Work.Store;

namespace Switchyard.Downloads;

/// <summary>What the door heard and was asked, the newest ones: the audit of who wants archives.</summary>
internal sealed class DownloadJournal(IDoorDatabase database, WorkChanges changes, IdAllocator ids, TimeProvider time)
{
    private const int LongestText = 200;
    private const int Kept = 10_000;

    /// <param name="text">As it came; bounded here.</param>
    public async Task AddAsync(string source, string text, int? clfId, string outcome, bool isRefused)
    {
        var id = await ids.NextAsync();
        var what = string.Concat(SoundText.Of(SoundText.StartOf(text, LongestText)).Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
        var at = time.GetUtcNow().ToUnixTimeMilliseconds();
        await database.RunAsync(async connection =>
        {
            await connection.ExecuteAsync(
                "insert into download_event (id, at, source, what, clf_id, outcome, is_refused) values (@id, @at, @source, @what, @clfId, @outcome, @refused)",
                new { id, at, source, what, clfId, outcome, refused = isRefused ? 1 : 0 });
            if (id % 100 == 0)
            {
                await connection.ExecuteAsync(
                    "delete from download_event where id < (select min(id) from (select id from download_event order by id desc limit @Kept) newest)", new { Kept });
            }
        });
        changes.MarkKind(DownloadNames.Kind);
    }

    /// <summary>Removes the oldest of those from before a time.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken cancellationToken = default)
    {
        var removed = 0;
        await database.RunAsync(
            async connection => removed = await connection.ExecuteAsync(
                "delete from download_event where id in (select id from download_event where at < @before order by id limit @most)",
                new { before = before.ToUnixTimeMilliseconds(), most }),
            cancellationToken);
        return removed;
    }

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<DownloadEvent>> ReadAsync(int limit) => database.QueryAsync<IReadOnlyList<DownloadEvent>>(async connection =>
    [
        .. (await connection.QueryAsync<(long At, string Source, string What, int? ClfId, string Outcome, int IsRefused)>(
                "select at, source, what, clf_id, outcome, is_refused from download_event order by id desc limit @limit", new { limit }))
            .Select(row => new DownloadEvent(DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Source, row.What, row.ClfId, row.Outcome, row.IsRefused != 0)),
    ]);
}
