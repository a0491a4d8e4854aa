using Dapper;
using Switchyard.Downloads.Rules;
using Switchyard.Work.Store;

namespace Switchyard.Downloads;

/// <summary>With a build goes the word that it is its classifier's newest, if it is.</summary>
internal sealed class DownloadRemains : IItemRemains
{
    public string Kind => DownloadNames.Kind;

    public Task RemoveAsync(RemovedItems removed) => removed.Connection.ExecuteAsync(
        "delete from work_record where space = @space and key = @key and data = @data",
        removed.Rows.Select(row => new { space = DownloadRows.Newest, key = DownloadRows.KeyOf(row), data = BitConverter.GetBytes(row.Id) }));
}
