namespace Switchyard.Yard;

/// <summary>A test class with an open front end, which it shares with others of the same settings.</summary>
public abstract class YardTest(YardCluster cluster) : IAsyncLifetime
{
    private FrontEnd? _frontEnd;

    protected YardState Yard => Cluster.Yard;

    protected YardCluster Cluster { get; } = cluster;

    protected FrontEnd FrontEnd => _frontEnd!;

    protected HttpClient Client => FrontEnd.Client;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected virtual (string Key, string Value)[] Settings => [];

    public async ValueTask InitializeAsync() => _frontEnd = await Cluster.ShareFrontEndAsync(Settings);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_frontEnd is not null)
        {
            await _frontEnd.DisposeAsync();
        }
    }
}
