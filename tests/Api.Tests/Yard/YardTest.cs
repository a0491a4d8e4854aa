namespace Switchyard.Yard;

/// <summary>A test class with an open front end, which it shares with others of the same settings.</summary>
public abstract class YardTest(YardCluster cluster) : IAsyncLifetime
{
    private FrontEnd? _frontEnd;

    protected YardCluster Yard { get; } = cluster;

    protected FrontEnd FrontEnd => _frontEnd!;

    protected HttpClient Client => FrontEnd.Client;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected virtual (string Key, string Value)[] Settings => [];

    public virtual async ValueTask InitializeAsync() => _frontEnd = await Yard.ShareFrontEndAsync(Settings);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_frontEnd is not null)
        {
            await _frontEnd.DisposeAsync();
        }
    }
}
