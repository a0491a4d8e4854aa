using System.Reflection;

namespace Switchyard.Work.Store;

/// <summary>Every field of a row goes every way of writing and reading. The rows are made from the properties: a new one is in it by itself.</summary>
public abstract partial class WorkStoreConformance
{
    private static readonly PropertyInfo[] Fields = [.. typeof(WorkRow).GetProperties().Where(property => property is { CanWrite: true, GetMethod.IsStatic: false })];

    [Fact]
    public async Task A_new_row_has_every_field()
    {
        var row = Filled(1);
        AssertSame(row with { Version = 1 }, await InsertedAsync(row));
        await AssertReadTheSameAsync(row with { Version = 1 });
    }

    [Fact]
    public async Task A_row_of_a_bulk_insert_has_every_field()
    {
        await Store.InsertAsync([new WorkWrite(null, Filled(1)), new WorkWrite(null, Filled(2))], Cancellation);
        await AssertReadTheSameAsync(Filled(1) with { Version = 1 });
        await AssertReadTheSameAsync(Filled(2) with { Version = 1 });
    }

    [Fact]
    public async Task A_transition_stores_every_field()
    {
        var first = await InsertedAsync(Filled(1));
        var next = Filled(1, change: 100);
        Assert.All(Fields.Where(field => field.Name is not "Id" and not "Status"), field => Assert.NotEqual(field.GetValue(first), field.GetValue(next)));
        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(first, next), Cancellation));
        await AssertReadTheSameAsync(next with { Version = 2 });

        var emptied = NewRow(1, next.Queue) with { Body = next.Body, Status = WorkStatus.Running };
        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(next with { Version = 2 }, emptied), Cancellation));
        await AssertReadTheSameAsync(emptied with { Version = 3 });
    }

    [Fact]
    public async Task A_renewal_changes_the_expiry_and_keeps_every_other_field()
    {
        var row = await InsertedAsync(Filled(1));
        Assert.Equal([ActOutcome.Accepted], await Store.RenewAsync([new(1, row.LeaseNumber)], Now.AddDays(1), Now, Cancellation));
        await AssertReadTheSameAsync(row with { LeaseExpiresAt = Now.AddDays(1), Version = 2 });
    }

    [Fact]
    public async Task What_an_item_has_that_went_from_store_to_store_is_the_same()
    {
        var row = await InsertedAsync(Filled(1));
        await using var other = await OpenAsync();
        var read = (await other.ReadAsync(1, Cancellation))!;
        Assert.Equal(WriteOutcome.Committed, await other.WriteAsync(new WorkWrite(read, read), Cancellation));
        await AssertReadTheSameAsync(row with { Version = 2 });
    }

    /// <summary>The ways to read a row: by its id, in lists of one and of several statuses, with and without its body, among those that run.</summary>
    private async Task AssertReadTheSameAsync(WorkRow row)
    {
        AssertSame(row, await Store.ReadAsync(row.Id, Cancellation));
        var query = new WorkQuery { Queue = row.Queue, After = row.Id - 1, Limit = 1 };
        AssertSame(row with { Body = [] }, Assert.Single(await Store.ListAsync(query with { Statuses = [row.Status] }, Cancellation)));
        AssertSame(row, Assert.Single(await Store.ListAsync(query with { WithBodies = true }, Cancellation)));
        AssertSame(row, Assert.Single(await Store.ListAsync(new WorkQuery { After = row.Id - 1, Limit = 1, WithBodies = true }, Cancellation)));
        AssertSame(row, Assert.Single(await Store.ReadRunningAsync(row.Queue, row.Id - 1, 1, Cancellation)));
        Assert.Equal(row.DueAt is not null, (await Store.ReadDueAsync(row.Queue, DateTimeOffset.MaxValue, 10, Cancellation)).Any(due => due.Id == row.Id));
    }

    /// <summary>A running row in which each field has a value of its own that is not its default.</summary>
    private WorkRow Filled(long id, int change = 0)
    {
        var row = NewRow(id);
        foreach (var (index, field) in Fields.Index())
        {
            var number = index + 1 + change;
            field.SetValue(row, field switch
            {
                { Name: nameof(WorkRow.Id) } => id,
                { Name: nameof(WorkRow.Version) } => (long)change,
                _ when field.PropertyType == typeof(WorkStatus) => WorkStatus.Running,
                _ when field.PropertyType == typeof(string) => $"{field.Name} {id} {number} \U0001F600",
                _ when field.PropertyType == typeof(int) => number,
                _ when field.PropertyType == typeof(long) => number + ((long)int.MaxValue * 7),
                _ when field.PropertyType == typeof(byte[]) => new byte[] { 0, 255, (byte)number },
                _ when field.PropertyType == typeof(IReadOnlyDictionary<string, long>) =>
                    new Dictionary<string, long> { ["big"] = long.MaxValue - number, ["less"] = -number },
                { PropertyType: var type } when type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?) => Now.AddMilliseconds(number),
                _ => throw new InvalidOperationException($"What value has the field {field.Name}?"),
            });
        }

        return row;
    }
}
