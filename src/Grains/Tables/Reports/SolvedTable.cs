using Switchyard.Tables.Rules;

namespace Switchyard.Tables.Reports;

/// <summary>A table of the campaign as the reports need it.</summary>
/// <param name="Solved">Whether it has an assignment with a result.</param>
public sealed record SolvedTable(bool Solved, TargetTable Targets);

/// <summary>
/// Looks values up by name and remembers the ones used last: files name the same table on many lines in a row, and may be
/// larger than memory. One caller at a time.
/// </summary>
internal sealed class RecentlyUsed<T>(Func<string, Task<T>> lookup, int capacity)
{
    private readonly LinkedList<(string Name, T Value)> order = [];
    private readonly Dictionary<string, LinkedListNode<(string Name, T Value)>> nodes = [];

    public async ValueTask<T> GetAsync(string name)
    {
        if (nodes.TryGetValue(name, out var node))
        {
            order.Remove(node);
            order.AddFirst(node);
            return node.Value.Value;
        }

        var value = await lookup(name);
        if (nodes.Count == capacity)
        {
            nodes.Remove(order.Last!.Value.Name);
            order.RemoveLast();
        }

        nodes.Add(name, order.AddFirst((name, value)));
        return value;
    }
}
