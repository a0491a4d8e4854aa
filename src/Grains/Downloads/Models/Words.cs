namespace Switchyard.Downloads.Models;

/// <summary>The tokens of a text as Python's <c>re.findall</c> finds them. Characters are code points.</summary>
internal ref struct Words(ReadOnlySpan<char> text, TokenPattern pattern)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private bool _isAfterWord;

    /// <summary>By scikit-learn's default, <c>(?u)\b\w\w+\b</c>.</summary>
    public Words(ReadOnlySpan<char> text)
        : this(text, TokenPattern.Default)
    {
    }

    public readonly ReadOnlySpan<char> Current => _text.Slice(Start, Length);

    public int Start { get; private set; }

    public int Length { get; private set; }

    public readonly Words GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_at < _text.Length)
        {
            Start = _at;
            var begins = !pattern.BeginsAtBoundary || !_isAfterWord;
            var characters = Run();
            if (characters == 0)
            {
                Skip();
            }
            else if (characters >= pattern.Least && begins && (!pattern.EndsAtBoundary || !IsBeforeWord()))
            {
                Length = _at - Start;
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves behind the characters that are in the class, and counts them.</summary>
    private int Run()
    {
        var characters = 0;
        while (_at < _text.Length && pattern.Holds(_text[_at..], out var taken))
        {
            _at += taken;
            characters++;
            _isAfterWord = true;
        }

        return characters;
    }

    private void Skip()
    {
        _isAfterWord = TokenPattern.IsWord(_text[_at..], out var taken);
        _at += taken;
    }

    private readonly bool IsBeforeWord() => _at < _text.Length && TokenPattern.IsWord(_text[_at..], out _);
}
