namespace Switchyard.Expertise.Scoring;

/// <summary>Numbers texts from 0 in the order in which they first come.</summary>
internal sealed class Numbering
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _texts = [];

    public Numbering()
    {
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>By their numbers.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The number of a text, a new one if it is new.</summary>
    public int NumberOf(ReadOnlySpan<char> text)
    {
        if (!_lookup.TryGetValue(text, out var number))
        {
            number = _texts.Count;
            var kept = text.ToString();
            _numbers.Add(kept, number);
            _texts.Add(kept);
        }

        return number;
    }

    /// <summary>-1 when the text has no number. Any number of threads may ask at a time while none adds.</summary>
    public int Find(ReadOnlySpan<char> text) => _lookup.TryGetValue(text, out var number) ? number : -1;

    /// <summary>Takes over the texts of another: the numbers that they have here, by those that they have there.</summary>
    public int[] TakeOver(Numbering other)
    {
        var numbers = new int[other._texts.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            var text = other._texts[i];
            if (_numbers.TryAdd(text, _texts.Count))
            {
                _texts.Add(text);
            }

            numbers[i] = _numbers[text];
        }

        return numbers;
    }
}
