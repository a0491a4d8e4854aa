namespace Switchyard.OperatorConsole;

/// <summary>A node for tests that have queues of their own, so that many may share it.</summary>
public sealed class WorkNode : IAsyncLifetime
{
    private ConsoleNode? _node;
    private SignInFront? _front;

    public ConsoleNode Node => _node ?? throw new InvalidOperationException("The node has not started.");

    /// <summary>The same with accounts.</summary>
    public SignInFront Front => _front ?? throw new InvalidOperationException("The front has not started.");

    public ConsoleTasks Tasks => new(Node.Grains);

    public async ValueTask InitializeAsync()
    {
        _node = await ConsoleNode.StartAsync();
        _front = await SignInFront.StartAsync(_node);
    }

    public async ValueTask DisposeAsync()
    {
        if (_front is not null)
        {
            await _front.DisposeAsync();
        }

        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
    }
}
