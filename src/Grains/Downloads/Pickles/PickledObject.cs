namespace Switchyard.Downloads.Pickles;

/// <summary>An object of one of the classes that are read: its attributes, and nothing that could run.</summary>
internal sealed class PickledObject(PickledGlobal type) : PickledValue
{
    private static readonly PickledDictionary Nothing = new();

    private PickledDictionary? _state;

    public PickledGlobal Type => type;

    /// <summary>None until the object has been built.</summary>
    public IReadOnlyDictionary<string, PickledValue> Attributes => (_state ?? Nothing).Items;

    public override int Depth => _state is { Depth: var depth } ? 1 + depth : 1;

    public override string Kind => type.Kind;

    /// <exception cref="PickleRefusedException">It is no dictionary, or the second.</exception>
    public void Build(PickledValue state)
    {
        if (_state is not null || state is not PickledDictionary attributes)
        {
            throw new PickleRefusedException($"The pickle builds {Kind} from {state.Kind}{(_state is null ? "" : " a second time")}.");
        }

        _state = attributes;
    }
}
