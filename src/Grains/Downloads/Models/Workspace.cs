namespace Switchyard.Downloads.Models;

/// <summary>What a thread needs while it looks at a text; kept for its next one.</summary>
internal sealed class Workspace
{
    /// <summary>Characters: what a longer text needed is not kept.</summary>
    private const int LongestKept = 1 << 20;

    [ThreadStatic]
    private static Workspace? _ofThread;

    /// <summary>Holds the text in lower case.</summary>
    public char[] Lower = [];

    private int[] _features = new int[64];
    private double[] _values = new double[64];
    private char[] _term = [];
    private char[] _spaced = [];
    private double[] _scores = [];
    private int _count;

    /// <summary>The words of the text, where they are needed together.</summary>
    public List<string> Words { get; } = [];

    public Span<int> Features => _features.AsSpan(0, _count);

    public static Workspace Take()
    {
        var workspace = _ofThread ?? new Workspace();
        _ofThread = null;
        return workspace;
    }

    public void GiveBack()
    {
        if (Math.Max(Lower.Length, _spaced.Length) <= LongestKept && Words.Capacity <= LongestKept)
        {
            _ofThread = this;
        }
    }

    public void Clear() => _count = 0;

    public void Add(int feature)
    {
        if (_count == _features.Length)
        {
            Array.Resize(ref _features, 2 * _count);
        }

        _features[_count++] = feature;
    }

    /// <summary>The features, each once with how often it is there.</summary>
    /// <param name="sorted">Those of this workspace, which are overwritten.</param>
    public FeatureRow Row(ReadOnlySpan<int> sorted, bool isSingle)
    {
        if (_values.Length < sorted.Length)
        {
            _values = new double[_features.Length];
        }

        var length = 0;
        foreach (var feature in sorted)
        {
            if (length > 0 && _features[length - 1] == feature)
            {
                _values[length - 1]++;
            }
            else
            {
                (_features[length], _values[length]) = (feature, 1);
                length++;
            }
        }

        return new FeatureRow(_features.AsSpan(0, length), _values.AsSpan(0, length), isSingle);
    }

    /// <summary>Room for a term of so many characters.</summary>
    public Span<char> Term(int length) => Room(ref _term, length);

    /// <summary>Room for a text whose white space is made narrow.</summary>
    public Span<char> Spaced(int length) => Room(ref _spaced, length);

    /// <summary>Room for so many scores.</summary>
    public Span<double> Scores(int count)
    {
        if (_scores.Length < count)
        {
            _scores = new double[count];
        }

        return _scores.AsSpan(0, count);
    }

    private static Span<char> Room(ref char[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new char[length];
        }

        return buffer;
    }
}
