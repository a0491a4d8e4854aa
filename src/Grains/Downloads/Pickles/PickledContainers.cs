namespace Switchyard.Downloads.Pickles;

internal sealed class PickledTuple(IReadOnlyList<PickledValue> items) : PickledValue
{
    public static readonly PickledTuple Empty = new([]);

    public IReadOnlyList<PickledValue> Items => items;

    public override int Depth { get; } = 1 + (items.Count == 0 ? 0 : items.Max(item => item.Depth));

    public override string Kind => "tuple";
}

internal sealed class PickledList : PickledValue
{
    private List<PickledValue>? _items;
    private int _depth = 1;

    public IReadOnlyList<PickledValue> Items => _items ?? PickledTuple.Empty.Items;

    public override int Depth => _depth;

    public override string Kind => "list";

    public void Add(PickledValue item)
    {
        (_items ??= []).Add(item);
        _depth = Math.Max(_depth, 1 + item.Depth);
    }
}

/// <summary>A set that stays empty: the types that are read have no other.</summary>
internal sealed class PickledSet : PickledValue
{
    public override string Kind => "set";
}

/// <summary>A dictionary with keys of text.</summary>
internal sealed class PickledDictionary : PickledValue
{
    private static readonly Dictionary<string, PickledValue> Nothing = [];

    private Dictionary<string, PickledValue>? _items;
    private int _depth = 1;

    public IReadOnlyDictionary<string, PickledValue> Items => _items ?? Nothing;

    public override int Depth => _depth;

    public override string Kind => "dict";

    /// <summary>The last value of a key counts, as in Python.</summary>
    public void Set(string key, PickledValue value)
    {
        (_items ??= new Dictionary<string, PickledValue>(StringComparer.Ordinal))[key] = value;
        _depth = Math.Max(_depth, 1 + value.Depth);
    }
}
