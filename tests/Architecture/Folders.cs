using ArchUnitNET.Domain;

namespace Switchyard.Architecture;

/// <summary>
/// The folders at the top of one project, and which names types of which. What lies in no folder (the program, the lists of
/// doors) puts the others together, and none of them may name it.
/// </summary>
internal sealed class Folders
{
    private readonly Dictionary<string, SortedDictionary<string, string>> _names = [];

    private readonly string[] _root;

    /// <param name="root">The namespace above the folders.</param>
    public Folders(string project, string root = "Switchyard")
    {
        _root = root.Split('.');
        foreach (var type in Yard.Load(project).Types)
        {
            var from = Of(type);
            foreach (var target in type.Dependencies.Select(dependency => dependency.Target).Where(target => target is not GenericParameter && target.Assembly?.Name == type.Assembly.Name))
            {
                if (from is not null && Of(target) is { } to && to != from)
                {
                    NamesOf(from).TryAdd(to, $"{type.FullName} -> {target.FullName}");
                }
            }
        }
    }

    /// <summary>Each way round, told by one type that goes each step; a folder is on at most one of those told.</summary>
    public IReadOnlyList<string> Circles()
    {
        var told = new HashSet<string>();
        var circles = new List<string>();
        foreach (var folder in _names.Keys.Order(StringComparer.Ordinal))
        {
            if (!told.Contains(folder) && WayRound(folder) is { } way)
            {
                told.UnionWith(way);
                circles.Add(string.Join('\n', way.Zip([.. way.Skip(1), folder], (from, to) => NamesOf(from)[to])));
            }
        }

        return circles;
    }

    /// <summary>The shortest way from a folder back to itself.</summary>
    private List<string>? WayRound(string start)
    {
        var ways = new Queue<List<string>>([[start]]);
        var seen = new HashSet<string>();
        while (ways.TryDequeue(out var way))
        {
            foreach (var next in NamesOf(way[^1]).Keys)
            {
                if (next == start)
                {
                    return way;
                }

                if (seen.Add(next))
                {
                    ways.Enqueue([.. way, next]);
                }
            }
        }

        return null;
    }

    private SortedDictionary<string, string> NamesOf(string folder) =>
        _names.TryGetValue(folder, out var known) ? known : _names[folder] = new(StringComparer.Ordinal);

    private string? Of(IType type) =>
        type.Namespace?.FullName.Split('.') is { } names && names.Length > _root.Length && names.AsSpan().StartsWith(_root) ? names[_root.Length] : null;
}
