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
    private double[] _scores = [];
    private int _count;

    public Span<int> Features => _features.AsSpan(0, _count);

    public static Workspace Take()
    {
        var workspace = _ofThread ?? new Workspace();
        _ofThread = null;
        return workspace;
    }

    public void GiveBack()
    {
        if (Lower.Length <= LongestKept)
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

    /// <summary>Room for so many scores.</summary>
    public Span<double> Scores(int count)
    {
        if (_scores.Length < count)
        {
            _scores = new double[count];
        }

        return _scores.AsSpan(0, count);
    }
}
