using Microsoft.Playwright;
using Switchyard.Servers;

namespace Switchyard.OperatorConsole;

/// <summary>The browser of all tests.</summary>
public sealed class ConsoleBrowser : IAsyncLifetime
{
    private Chromium? _chromium;

    public Chromium Chromium => _chromium ?? throw new InvalidOperationException("The browser has not started.");

    public async ValueTask InitializeAsync()
    {
        // What is expected comes as soon as it can; on a busy machine that may be late.
        Assertions.SetDefaultExpectTimeout(60_000);
        _chromium = await Chromium.StartAsync();
    }

    public ValueTask DisposeAsync() => _chromium?.DisposeAsync() ?? ValueTask.CompletedTask;
}
