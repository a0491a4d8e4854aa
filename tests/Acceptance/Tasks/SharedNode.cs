using Switchyard.Acceptance.Tasks;

[assembly: AssemblyFixture(typeof(SharedNode))]

namespace Switchyard.Acceptance.Tasks;

/// <summary>One node for all tests of tasks that do not stop it; it starts with the first of them. They use queues of their own.</summary>
public sealed class SharedNode : IAsyncDisposable
{
    private readonly Lazy<Task<TasksNode>> _node = new(() => TasksNode.StartAsync());

    public Task<TasksNode> NodeAsync() => _node.Value;

    public async Task<TasksClient> TasksAsync() => (await NodeAsync()).Tasks;

    public async ValueTask DisposeAsync()
    {
        if (_node.IsValueCreated)
        {
            await (await _node.Value).DisposeAsync();
        }
    }
}
