using Switchyard;
using Switchyard.Tasks.Lane.Sqlite;
using Switchyard.Work;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Postgres;
using Switchyard.Work.Store.Sqlite;

// Writes items without end and prints the id of each one that was acknowledged, until it is killed: what a test of
// durability kills. Or acts on tasks, and prints each act. Usage: StoreWriter sqlite PATH | postgres CONNECTION-STRING | lane-sqlite PATH
const int Callers = 16;

var time = TimeProvider.System;
await using var store = args switch
{
    ["sqlite" or "lane-sqlite", var path] => await SqliteWorkStore.OpenAsync(path, new WorkStoreOptions(), time),
    ["postgres", var connection] => await PostgresWorkStore.OpenAsync(connection, new WorkStoreOptions(), time),
    _ => throw new ArgumentException("Usage: StoreWriter sqlite PATH | postgres CONNECTION-STRING | lane-sqlite PATH"),
};

// One line, one write to the pipe: nothing acknowledged is left in a buffer when the kill comes.
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
var gate = new Lock();
if (args[0] == "lane-sqlite")
{
    await using var lane = new SqliteLaneStore(store, new WorkStoreOptions(), time);
    await new LaneWriter(lane, count => store.ReserveIdsAsync(count), time, Say).RunAsync(Callers);
}

await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(WriteAsync)));

async Task WriteAsync()
{
    while (true)
    {
        var id = await store.ReserveIdsAsync(1);
        var row = new WorkRow { Id = id, Kind = "test", Queue = "written", CreatedAt = time.GetUtcNow() };
        if (await store.WriteAsync(new WorkWrite(null, row)) != WriteOutcome.Committed)
        {
            throw new InvalidOperationException($"Item {id} was there before it was written.");
        }

        Say($"{id}");
    }
}

void Say(string line)
{
    lock (gate)
    {
        output.WriteLine(line);
    }
}
