using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Jobs;

/// <summary>A node with a port of the Jobs door's own, which the platform's UI is pointed at.</summary>
public sealed class UiNode : JobsFixture
{
    private readonly int _port = FreePort.Take();
    private HttpClient? _http;

    /// <summary>The door on its own port.</summary>
    public JobsClient Ui => new(new Door(_http ??= new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{_port}"),
    }));

    protected override Task<string[]> SettingsAsync() => Task.FromResult<string[]>([$"Doors:Jobs:Url=http://127.0.0.1:{_port}"]);
}

/// <summary>The tests of the UI's view, one after another on one node.</summary>
[CollectionDefinition]
public sealed class TheUi : ICollectionFixture<UiNode>;
