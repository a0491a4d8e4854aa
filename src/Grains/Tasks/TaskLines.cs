using System.Collections.Concurrent;

namespace Switchyard.Tasks;

/// <summary>At which queues of this node's grains claims stand in line. A hint: who goes by it asks the queue.</summary>
internal sealed class TaskLines
{
    private readonly ConcurrentDictionary<string, object> _lines = new(StringComparer.Ordinal);

    public bool Has(string queue) => _lines.ContainsKey(queue);

    /// <param name="grain">The activation whose line it is.</param>
    public void Add(string queue, object grain) => _lines[queue] = grain;

    /// <inheritdoc cref="Add"/>
    public void Remove(string queue, object grain) => _lines.TryRemove(new(queue, grain));
}
