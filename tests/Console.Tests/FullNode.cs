namespace Switchyard.OperatorConsole;

/// <summary>A node with the full campaign, for those who only look at it.</summary>
public sealed class FullNode(FullCampaign campaign) : IAsyncLifetime
{
    private ConsoleNode? _node;

    public ConsoleNode Node => _node ?? throw new InvalidOperationException("The node has not started.");

    public async ValueTask InitializeAsync() => _node = await campaign.StartAsync();

    public ValueTask DisposeAsync() => _node?.DisposeAsync() ?? ValueTask.CompletedTask;
}
