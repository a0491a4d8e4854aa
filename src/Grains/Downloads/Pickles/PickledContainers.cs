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

/// <summary>A set, frozen or not: its items as they came, of which some may be equal.</summary>
internal sealed class PickledSet : PickledValue
{
    private List<PickledValue>? _items;
    private int _depth = 1;

    public PickledSet()
    {
    }

    public PickledSet(IEnumerable<PickledValue> items)
    {
        foreach (var item in items)
        {
            Add(item);
        }
    }

    public IReadOnlyList<PickledValue> Items => _items ?? PickledTuple.Empty.Items;

    public override int Depth => _depth;

    public override string Kind => "set";

    public void Add(PickledValue item)
    {
        (_items ??= []).Add(item);
        _depth = Math.Max(_depth, 1 + item.Depth);
    }
}

/// <summary>A dictionary. Its keys are text, but for those of settings that are never looked into.</summary>
internal sealed class PickledDictionary : PickledValue
{
    private static readonly Dictionary<string, PickledValue> Nothing = [];

    private Dictionary<string, PickledValue>? _items;
    private int _depth = 1;

    public IReadOnlyDictionary<string, PickledValue> Items => _items ?? Nothing;

    /// <summary>There are keys that are numbers; what they lead to is not kept.</summary>
    public bool HasNumbers { get; private set; }

    public override int Depth => _depth;

    public override string Kind => "dict";

    /// <summary>The last value of a key counts, as in Python.</summary>
    /// <exception cref="PickleRefusedException">The key is neither text nor a number.</exception>
    public void Set(PickledValue key, PickledValue value)
    {
        switch (key)
        {
            case PickledText text:
                (_items ??= new Dictionary<string, PickledValue>(StringComparer.Ordinal))[text.Value] = value;
                _depth = Math.Max(_depth, 1 + value.Depth);
                break;
            case PickledInteger or PickledFloat or PickledBool:
                HasNumbers = true;
                break;
            default:
                throw new PickleRefusedException($"The pickle holds a dictionary with a key of type {key.Kind}.");
        }
    }
}
