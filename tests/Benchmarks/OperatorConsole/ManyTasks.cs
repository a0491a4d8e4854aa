using System.Globalization;
using System.Text;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Tasks;

namespace Switchyard.Benchmarks.OperatorConsole;

/// <summary>A million tasks in 40 queues: half completed, a tenth failed for one of 50 reasons, the rest waits.</summary>
internal static class ManyTasks
{
    public const int Count = 1_000_000;

    /// <summary>The queue whose tasks failed.</summary>
    public const string Failing = "queue-39";

    /// <summary>One in 10,000 failed so.</summary>
    public const string RareError = "the image is damaged";

    /// <summary>One name has it.</summary>
    public const string RareName = "report 0500000";

    private const int Queues = 40;
    private const int Clients = 2;

    public static async Task MakeAsync(Uri root)
    {
        var next = -1;
        await AllAsync(async () =>
        {
            using var connection = await HttpConnection.OpenAsync(root);
            for (var batch = Interlocked.Increment(ref next); batch < Count / TasksLoad.Batch; batch = Interlocked.Increment(ref next))
            {
                await connection.SendAsync("POST", "/api/v1/tasks", "application/json", Batch(batch));
            }
        });
        await Parallel.ForEachAsync(Enumerable.Range(0, Queues / 2), new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (queue, _) =>
        {
            using var client = await TasksClient.OpenAsync(root);
            while (await client.WorkAsync(NameOf(queue), TasksLoad.Batch) > 0)
            {
            }
        });
        await FailAsync(root);
    }

    /// <summary>Of the failing queue there are four times as many.</summary>
    private static byte[] Batch(int batch)
    {
        var body = new StringBuilder("[");
        for (var place = 0; place < TasksLoad.Batch; place++)
        {
            var number = (batch * TasksLoad.Batch) + place;
            var queue = number % 10 == 9 ? Failing : NameOf(number % (Queues - 1));
            body.Append(CultureInfo.InvariantCulture, $$"""{{(place == 0 ? "" : ",")}}{"queue":"{{queue}}","name":"report {{number:0000000}} of {{(number % 2 == 0 ? "east" : "west")}}","tags":["t{{number % 1000}}"],"maxAttempts":1,"payload":{"n":{{number}} } }""");
        }

        return Encoding.UTF8.GetBytes(body.Append(']').ToString());
    }

    private static async Task FailAsync(Uri root)
    {
        using var client = await TasksClient.OpenAsync(root);
        using var connection = await HttpConnection.OpenAsync(root);
        var failed = 0;
        while (await client.ClaimAsync(Failing, TasksLoad.Batch) is { Count: > 0 } claimed)
        {
            var items = claimed.Select(lease => string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":{{lease.Id}},"leaseNumber":{{lease.Lease}},"error":"{{(failed++ % 10_000 == 5_000 ? RareError : $"no room for {failed} bytes on {Word(failed % 50)}")}}"}"""));
            await connection.SendAsync("POST", "/api/v1/tasks/fail", $$"""{"items":[{{string.Join(',', items)}}]}""");
        }
    }

    /// <summary>Without a digit: what has one is the same to who groups errors.</summary>
    private static string Word(int number) => string.Create(2, number, (word, value) => (word[0], word[1]) = ((char)('a' + (value / 10)), (char)('a' + (value % 10))));

    private static string NameOf(int queue) => string.Create(CultureInfo.InvariantCulture, $"queue-{queue:00}");

    private static Task AllAsync(Func<Task> run) => Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(run)));
}
