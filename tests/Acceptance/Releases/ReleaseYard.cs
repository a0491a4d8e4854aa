using Switchyard.Acceptance.Expertise;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;
using Switchyard.Servers.OpenReview;

namespace Switchyard.Acceptance.Releases;

/// <summary>A node on either database, and what it needs around it.</summary>
internal sealed class ReleaseYard : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-accept-");
    private readonly string _connection;
    private readonly bool _isSqlite;
    private NodeProcess? _node;

    private ReleaseYard(string database, string connection, OpenReviewServer review)
    {
        (_isSqlite, _connection, Review) = (database == KeptRelease.Sqlite, connection, review);
        Input = new InputDirectory(Path.Combine(_root.FullName, "input"));
        Directory.CreateDirectory(DataDirectory);
    }

    public OpenReviewServer Review { get; }

    public InputDirectory Input { get; }

    public NodeProcess Node => _node ?? throw new InvalidOperationException("The node has not started.");

    public Door Door => new(Node.Http);

    public ExpertiseClient Ann => new(Door, Conference.AnnsToken);

    /// <summary>Where the state is: a directory, or a database.</summary>
    public string State => _isSqlite ? DataDirectory : _connection;

    private string DataDirectory => Path.Combine(_root.FullName, "data");

    public static async Task<ReleaseYard> OpenAsync(string database, SharedPostgres postgres)
    {
        var review = await OpenReviewServer.StartAsync();
        Conference.Fill(review.Data);
        return new ReleaseYard(database, database == KeptRelease.Sqlite ? "" : await postgres.CreateDatabaseAsync(), review);
    }

    public async Task StartAsync(params IEnumerable<string> settings)
    {
        string[] store = _isSqlite ? [] : ["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={_connection}"];
        _node = await NodeProcess.StartAsync(
        [
            .. store, $"Storage:DataDirectory={DataDirectory}", "Cluster:NodeName=then", "Compute:Sources:0:Name=cpu",
            $"Expertise:OpenReviewBaseUrl={Review.Address.ToString().TrimEnd('/')}", .. settings,
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        await Review.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
