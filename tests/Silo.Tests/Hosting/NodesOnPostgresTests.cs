using System.Net;
using Npgsql;
using Switchyard.Servers;

namespace Switchyard.Hosting;

public sealed class NodesOnPostgresTests(SharedPostgres server) : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-nodes-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_that_start_together_on_an_empty_database_become_one_cluster()
    {
        var database = await server.CreateDatabaseAsync();
        var nodes = await Task.WhenAll(StartAsync(database, "left"), StartAsync(database, "right"));
        await using var left = nodes[0];
        await using var right = nodes[1];

        foreach (var node in nodes)
        {
            using var response = await node.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(["left", "right"], await ReadActiveAsync(database));

        right.SendTerminate();
        Assert.Equal(0, await right.EndAsync());
        Assert.Equal(["left"], await ReadActiveAsync(database));
    }

    public void Dispose() => _data.Delete(recursive: true);

    private Task<NodeProcess> StartAsync(string database, string name) => NodeProcess.StartAsync(
        "Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={database}", $"Cluster:NodeName={name}", $"Storage:DataDirectory={_data.FullName}");

    private static async Task<List<string>> ReadActiveAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT silo_name FROM cluster_member WHERE status = 3 ORDER BY silo_name");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var names = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
