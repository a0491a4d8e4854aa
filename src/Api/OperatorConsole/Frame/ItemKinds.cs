using Switchyard.Work;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>The kinds of items that the parts of the console know.</summary>
public sealed class ItemKinds(IEnumerable<ConsolePart> parts)
{
    private readonly Dictionary<string, ConsolePart> _parts =
        parts.SelectMany(part => part.Kinds.Keys.Select(kind => (kind, part))).ToDictionary(known => known.kind, known => known.part);

    public IReadOnlyList<string> All { get; } = [.. parts.SelectMany(part => part.Kinds.Keys)];

    /// <summary>The page of every item.</summary>
    public static string PageOf(long id) => $"console/work/{id}";

    /// <summary>The item's page in its door; null: there is none.</summary>
    public string? DoorPageOf(WorkItemView item) => _parts.TryGetValue(item.Kind, out var part) ? part.Kinds[item.Kind]?.Invoke(item) : null;

    /// <summary>What its door shows of the item; null: nothing.</summary>
    public Type? PanelOf(string kind) => _parts.TryGetValue(kind, out var part) ? part.ItemPanel : null;
}
