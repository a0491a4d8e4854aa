using System.Runtime.InteropServices;

namespace Switchyard.Downloads.Pickles;

/// <summary>The values on which the opcodes of a pickle work, and those that they remember.</summary>
internal sealed class PickleStack
{
    /// <summary>Models of real life stay below ten; whoever follows values must not run out of stack.</summary>
    public const int MostDepth = 64;

    /// <summary>A vocabulary of a million words needs little more than two million.</summary>
    public const int MostValues = 4_000_000;

    private readonly List<PickledValue> _values = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, PickledValue> _memo = [];
    private int _pushed;

    public int Count => _values.Count;

    /// <summary>Whether there is a mark that no opcode has used.</summary>
    public bool IsMarked => _marks.Count > 0;

    /// <summary>Values below the last mark are out of reach.</summary>
    private int Bottom => _marks.Count == 0 ? 0 : _marks[^1];

    public void Push(PickledValue value)
    {
        if (++_pushed > MostValues)
        {
            throw new PickleRefusedException("The pickle holds too many values.");
        }

        Check(value);
        _values.Add(value);
    }

    public PickledValue Pop()
    {
        var value = Peek();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    public PickledValue Peek() => _values.Count > Bottom
        ? _values[^1]
        : throw new PickleRefusedException("The pickle takes a value where there is none.");

    public string PopText() => Pop() is PickledText { Value: var text }
        ? text
        : throw new PickleRefusedException("The pickle names a global by what is no text.");

    public PickledTuple PopTuple(int length)
    {
        var items = new PickledValue[length];
        for (var i = length - 1; i >= 0; i--)
        {
            items[i] = Pop();
        }

        return new PickledTuple(items);
    }

    public void Mark()
    {
        if (_marks.Count == MostDepth)
        {
            throw TooDeep();
        }

        _marks.Add(_values.Count);
    }

    /// <summary>Takes what is above the last mark, and the mark.</summary>
    public PickledValue[] PopMarked()
    {
        if (_marks.Count == 0)
        {
            throw new PickleRefusedException("The pickle ends a list that it did not begin.");
        }

        var from = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        var items = CollectionsMarshal.AsSpan(_values)[from..].ToArray();
        _values.RemoveRange(from, items.Length);
        return items;
    }

    /// <summary>Remembers the last value under the next number.</summary>
    public void Memoize() => Memoize((uint)_memo.Count);

    public void Memoize(uint number)
    {
        if (_memo.Count == MostValues)
        {
            throw new PickleRefusedException("The pickle remembers too many values.");
        }

        _memo[number] = Peek();
    }

    public PickledValue Memo(uint number) => _memo.TryGetValue(number, out var value)
        ? value
        : throw new PickleRefusedException("The pickle recalls a value that it did not remember.");

    /// <summary>What has grown by other values is still within bounds.</summary>
    public static void Check(PickledValue value)
    {
        if (value.Depth > MostDepth)
        {
            throw TooDeep();
        }
    }

    private static PickleRefusedException TooDeep() => new("The pickle is nested too deeply.");
}
