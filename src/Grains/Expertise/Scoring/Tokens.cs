using Switchyard.Text;

namespace Switchyard.Expertise.Scoring;

/// <summary>
/// The tokens of texts: lower case, split at each space, as in Python's <c>text.lower().split(' ')</c>. Punctuation and line
/// breaks stay. What is between two spaces and blank is no token: texts would be alike by nothing. For one thread at a time.
/// </summary>
internal sealed class Tokens
{
    private char[] _lower = [];

    /// <summary>Adds the numbers of a document's tokens, with repetitions; new words are numbered.</summary>
    public void AddDocument(ReadOnlySpan<char> text, Numbering words, List<int> tokens)
    {
        var lower = PythonLowerCase.Convert(text, ref _lower);
        foreach (var token in lower.Split(' '))
        {
            if (!Blank.Is(lower[token]))
            {
                tokens.Add(words.NumberOf(lower[token]));
            }
        }
    }

    /// <summary>Adds the numbers of a query's tokens, with repetitions; words without a number are passed over.</summary>
    public void AddQuery(ReadOnlySpan<char> text, Numbering words, List<int> tokens)
    {
        var lower = PythonLowerCase.Convert(text, ref _lower);
        foreach (var token in lower.Split(' '))
        {
            if (!Blank.Is(lower[token]) && words.Find(lower[token]) is >= 0 and var number)
            {
                tokens.Add(number);
            }
        }
    }
}
