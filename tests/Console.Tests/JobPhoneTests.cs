using Switchyard.Jobs;
using Switchyard.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

/// <summary>All look at one node, and change nothing of it.</summary>
public sealed class JobPhoneTests(ConsoleBrowser browser, LongNames names) : ConsoleTest(browser), IClassFixture<LongNames>
{
    [Theory]
    [InlineData("/console/jobs", "phone-jobs")]
    [InlineData("/console/jobs/{0}", "phone-job")]
    [InlineData("/console/targets", "phone-targets")]
    [InlineData("/console/datasets", "phone-datasets")]
    [InlineData("/console/maintenance", "phone-maintenance")]
    public async Task A_phone_shows_each_page_without_scrolling_sideways(string path, string name)
    {
        await using var visit = await VisitByPhoneAsync(names.Node, path.Replace("{0}", $"{names.Bump}", StringComparison.Ordinal));
        await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Loading")).ToHaveCountAsync(0);

        await visit.ShootAsync(name);

        Assert.Equal(390, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        visit.AssertClean();
    }
}

/// <summary>A node whose targets and datasets have long names.</summary>
public sealed class LongNames : IAsyncLifetime
{
    private ConsoleNode? _node;
    private CallFault? _sweep;

    public ConsoleNode Node => _node ?? throw new InvalidOperationException("The node has not started.");

    /// <summary>A job with much to tell.</summary>
    public long Bump { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _node = await ConsoleNode.StartAsync();
        (Bump, _sweep) = await _node.MakeLateBumpAsync();
        await _node.Jobs.AddAsync(JobOperation.Add, new string('T', 120), JobStatus.Completed);
        await DatasetArchive.WriteAsync(_node.Datasets, new string('D', 120));
    }

    public ValueTask DisposeAsync()
    {
        _sweep?.Dispose();
        return _node?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
