using System.Collections.Concurrent;
using System.Net;
using Microsoft.Data.Sqlite;
using Switchyard.Acceptance.Tasks;
using Switchyard.Acceptance.Tickets;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Backups;

/// <summary>A backup beside a node under load: tickets with uploads and results come, end and are deleted meanwhile.</summary>
public sealed class BackupTests
{
    private const string Sum = """{"inputs":{"f1":0.5,"f2":0.5,"op":"add"}}""";

    private readonly ConcurrentDictionary<long, Ticket> _kept = [];
    private readonly ConcurrentBag<string> _tasks = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_beside_a_loaded_node_has_all_that_was_acknowledged_before_and_half_of_one_is_none()
    {
        await using var node = new TicketsNode("Tickets:Storage=KeepAll", "Compute:Sources:0:Name=cpu");
        await node.StartAsync();
        using var end = new CancellationTokenSource();
        var load = Task.WhenAll([SubmitAsync(node.Door, 4 << 20, end.Token), SubmitAsync(node.Door, 40_000, end.Token), DeleteAsync(node.Door, end.Token)]);
        await Eventually.AskAsync(() => Task.FromResult(_kept.Count), count => count >= 20);

        await KillInTheMiddleAsync(node);
        var (kept, tasks) = (_kept.Values.ToList(), _tasks.ToList());
        var (code, output, errors) = await BackupProcess.RunAsync("backup", node.PathOf("backup"), node.PathOf("data"));
        Assert.True(code == 0, errors);
        Assert.StartsWith("backup: ", output, StringComparison.Ordinal);
        await end.CancelAsync();
        await load;
        await node.Process.KillAsync();

        (code, _, errors) = await BackupProcess.RunAsync("restore", node.PathOf("backup"), node.PathOf("data"));
        Assert.Equal((1, $"Storage:DataDirectory: {node.PathOf("data")} is not empty: a backup is restored into a directory of its own"), (code, errors.TrimEnd()));
        (code, _, errors) = await BackupProcess.RunAsync("restore", node.PathOf("backup"), node.PathOf("restored"));
        Assert.True(code == 0, errors);
        await AssertBlobsAreThereAsync(node.PathOf("restored"));
        await node.StartAsync($"Storage:DataDirectory={node.PathOf("restored")}");

        // What was deleted since then was there when the backup was made.
        foreach (var ticket in kept)
        {
            Assert.Equal("0.5 + 0.5 = 1.0", System.Text.Encoding.UTF8.GetString((await node.Door.ResultAsync(ticket)).Content));
        }

        foreach (var task in tasks)
        {
            Assert.Equal("queued", await new TasksClient(node.Door).StatusAsync(task));
        }

        await AssertDamageIsSeenAsync(node);
    }

    /// <summary>A backup that is killed while it copies leaves what no restore takes.</summary>
    private static async Task KillInTheMiddleAsync(TicketsNode node)
    {
        for (var tries = 1; ; tries++)
        {
            var half = node.PathOf($"half-{tries}");
            using var process = BackupProcess.Start("backup", half, node.PathOf("data"));
            while (!Directory.Exists(Path.Combine(half, "blobs")) && !process.HasExited)
            {
                await Task.Yield();
            }

            process.Kill();
            await process.WaitForExitAsync(Cancelled);
            if (!File.Exists(Path.Combine(half, "manifest.json")))
            {
                var (code, _, errors) = await BackupProcess.RunAsync("restore", half, node.PathOf("empty"));
                Assert.Equal((1, $"{half} is no whole backup: it has no manifest.json"), (code, errors.TrimEnd()));
                Assert.False(Directory.Exists(node.PathOf("empty")));
                return;
            }

            Assert.True(tries < 20, "No backup was killed in its middle.");
        }
    }

    /// <summary>Whatever the node would do without them: every row's blob is there.</summary>
    private static async Task AssertBlobsAreThereAsync(string data)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "work.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Cancelled);
        await using var command = connection.CreateCommand();
        command.CommandText = "select blob_id, length from work_artifact where blob_id is not null";
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var seen = 0;
        for (; await reader.ReadAsync(Cancelled); seen++)
        {
            var blob = reader.GetString(0);
            Assert.Equal(reader.GetInt64(1), new FileInfo(Path.Combine(data, "blobs", blob[..2], blob[2..4], blob)).Length);
        }

        Assert.True(seen >= 40, $"{seen} blobs");
    }

    private static async Task AssertDamageIsSeenAsync(TicketsNode node)
    {
        var blob = Directory.EnumerateFiles(node.PathOf("backup/blobs"), "*", SearchOption.AllDirectories).First();
        var bytes = await File.ReadAllBytesAsync(blob, Cancelled);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(blob, bytes, Cancelled);
        var (code, _, errors) = await BackupProcess.RunAsync("restore", node.PathOf("backup"), node.PathOf("empty"));
        Assert.Equal(1, code);
        Assert.EndsWith("is not what was backed up", errors.TrimEnd(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(node.PathOf("empty")));

        Directory.CreateDirectory(node.PathOf("cut"));
        await File.WriteAllTextAsync(node.PathOf("cut/restore.incomplete"), "", Cancelled);
        var refused = NodeProcess.Launch($"Storage:DataDirectory={node.PathOf("cut")}");
        await using (refused)
        {
            Assert.Equal(1, await refused.EndAsync());
            Assert.Contains("was cut off", string.Join('\n', refused.Errors), StringComparison.Ordinal);
        }
    }

    /// <summary>Tickets with uploads of a size, some of which are kept; and a task each.</summary>
    private async Task SubmitAsync(Door door, int size, CancellationToken end)
    {
        var filler = new byte[size];
        new Random(size).NextBytes(filler);
        var upload = Archive.Pack(("main.json", System.Text.Encoding.UTF8.GetBytes(Sum)), ("file-more.bin", filler));
        for (var number = 0; !end.IsCancellationRequested && number < 60; number++)
        {
            var ticket = await door.SubmitAsync("FloatComputation", upload);
            await door.EndAsync(ticket);
            _kept[ticket.Id] = ticket;
            _tasks.Add(await new TasksClient(door).SubmitAsync("kept"));
        }
    }

    /// <summary>Tickets that are deleted as soon as they have ended: their blobs come and go under the backup.</summary>
    private static async Task DeleteAsync(Door door, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var ticket = await door.SubmitAsync("FloatComputation", Archive.Pack(("main.json", System.Text.Encoding.UTF8.GetBytes(Sum))));
            await door.EndAsync(ticket);
            (await door.SendAsync(HttpMethod.Delete, $"/api/v1/work/{ticket.Id}")).Is(HttpStatusCode.NoContent);
        }
    }
}
