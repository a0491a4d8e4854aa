using Switchyard.Servers;

namespace Switchyard.OperatorConsole;

/// <summary>The browser of all tests.</summary>
public sealed class ConsoleBrowser : IAsyncLifetime
{
    private Chromium? _chromium;

    public Chromium Chromium => _chromium ?? throw new InvalidOperationException("The browser has not started.");

    public async ValueTask InitializeAsync() => _chromium = await Chromium.StartAsync();

    public ValueTask DisposeAsync() => _chromium?.DisposeAsync() ?? ValueTask.CompletedTask;
}
