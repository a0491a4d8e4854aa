using Microsoft.Playwright;
using Switchyard.Servers;

namespace Switchyard.OperatorConsole;

/// <summary>A class of tests that look at pages. A test that changes what there is has a node of its own.</summary>
public abstract class ConsoleTest(ConsoleBrowser browser) : IAsyncDisposable
{
    private ConsoleNode? _node;

    /// <summary>What is looked at.</summary>
    protected ConsoleNode Node => _node ?? throw new InvalidOperationException("The test has started no node.");

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
    }

    protected async Task StartAsync(Action<CampaignFiles>? write = null, params (string Key, string Value)[] settings) =>
        _node = await ConsoleNode.StartAsync(write, settings);

    /// <summary>With the full campaign.</summary>
    protected async Task StartAsync(FullCampaign campaign) => _node = await campaign.StartAsync();

    protected Task<Visit> VisitAsync(string path, int width = 1360, int height = 900, ColorScheme scheme = ColorScheme.Light) =>
        VisitAsync(Node, path, width, height, scheme);

    protected Task<Visit> VisitAsync(
        ConsoleNode node, string path, int width = 1360, int height = 900, ColorScheme scheme = ColorScheme.Light) =>
        Visit.ToAsync(browser.Chromium, node.Address, path, width, height, scheme);

    /// <summary>As a phone shows it.</summary>
    protected Task<Visit> VisitByPhoneAsync(ConsoleNode node, string path) => VisitAsync(node, path, 390, 844, ColorScheme.Dark);
}
