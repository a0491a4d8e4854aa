using System.Data.Common;
using Microsoft.Extensions.Time.Testing;

namespace Switchyard.Work.Store;

/// <summary>
/// What every work store must do, whatever its database. Each test has an empty database of its own.
/// </summary>
public abstract partial class WorkStoreConformance : IAsyncLifetime
{
    protected const string Queue = "tables";

    private readonly List<WorkStore> _opened = [];

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    protected DateTimeOffset Now => Time.GetUtcNow();

    protected WorkStore Store { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The arguments that let StoreWriter write to this test's database.</summary>
    protected abstract string[] WriterArguments { get; }

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        Store = await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
        {
            await store.DisposeAsync();
        }

        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens one more store over this test's database, as another node would.</summary>
    protected async Task<WorkStore> OpenAsync(WorkStoreOptions? options = null, TimeProvider? time = null)
    {
        var store = await OpenStoreAsync(options ?? new WorkStoreOptions(), time ?? Time);
        _opened.Add(store);
        return store;
    }

    protected abstract Task PrepareAsync();

    protected abstract Task CleanAsync();

    protected abstract Task<WorkStore> OpenStoreAsync(WorkStoreOptions options, TimeProvider time);

    /// <summary>A connection beside the store's, to look and to break things.</summary>
    protected abstract Task<DbConnection> ConnectAsync();

    /// <summary>The plan of a query, as text.</summary>
    protected abstract Task<string> ExplainAsync(string sql);

    protected WorkRow NewRow(long id, string queue = Queue) => new()
    {
        Id = id,
        Kind = "table",
        Queue = queue,
        CreatedAt = Now,
        Body = [1, 2, 3],
    };

    protected async Task<WorkRow> InsertedAsync(WorkRow row)
    {
        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(null, row), Cancellation));
        return (await Store.ReadAsync(row.Id, Cancellation))!;
    }

    protected async Task<WorkRow> RunningAsync(long id, string owner = "client")
    {
        await InsertedAsync(NewRow(id));
        return (await Store.LeaseAsync(id, owner, Now.AddHours(1), Now))!;
    }

    protected async Task<long> TallyAsync(string name, string queue = Queue) =>
        (await Store.ReadTalliesAsync(queue, Cancellation)).GetValueOrDefault(name);

    /// <summary>Rows compare by value but for their collections, which are compared as JSON.</summary>
    protected static void AssertSame(WorkRow expected, WorkRow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(
            System.Text.Json.JsonSerializer.Serialize(expected),
            System.Text.Json.JsonSerializer.Serialize(actual));
    }
}
