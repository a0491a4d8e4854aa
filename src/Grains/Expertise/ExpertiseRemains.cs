using System.Globalization;
using Dapper;
using Switchyard.Expertise.Rules;
using Switchyard.Work.Store;

namespace Switchyard.Expertise;

/// <summary>With a job goes what leads from its user to it.</summary>
internal sealed class ExpertiseRemains : IItemRemains
{
    public string Kind => ExpertiseNames.Kind;

    public async Task RemoveAsync(RemovedItems removed)
    {
        foreach (var owned in removed.Rows.Where(row => row.Owner is not null).GroupBy(row => row.Owner!))
        {
            await removed.Connection.ExecuteAsync(
                $"delete from work_record where space = @space and {removed.Dialect.Among("key", "keys")}",
                new
                {
                    space = ExpertiseRows.SpaceOf(owned.Key),
                    keys = removed.Dialect.Array([.. owned.Select(row => row.Id.ToString(CultureInfo.InvariantCulture))]),
                });
        }
    }
}
