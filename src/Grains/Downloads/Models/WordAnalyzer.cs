using System.Collections.Frozen;

namespace Switchyard.Downloads.Models;

/// <summary>Terms of one or more words that follow each other, stop words left out before.</summary>
internal sealed class WordAnalyzer(TokenPattern pattern, FrozenSet<string> stopWords) : TermAnalyzer
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _stopWords = stopWords.GetAlternateLookup<ReadOnlySpan<char>>();

    public override void Analyze(ReadOnlySpan<char> text, Vocabulary vocabulary, Workspace workspace)
    {
        var words = workspace.Words;
        words.Clear();
        foreach (var word in new Words(text, pattern))
        {
            if (stopWords.Count > 0 && _stopWords.Contains(word))
            {
                continue;
            }

            if (Range.Least == 1)
            {
                vocabulary.Note(word, workspace);
            }

            if (Range.Most > 1)
            {
                words.Add(word.ToString());
            }
        }

        if (Range.Most > 1)
        {
            NoteSequences(words, vocabulary, workspace);
        }
    }

    private void NoteSequences(List<string> words, Vocabulary vocabulary, Workspace workspace)
    {
        Span<char> term = workspace.Term(vocabulary.Longest);
        for (var first = 0; first < words.Count; first++)
        {
            var length = 0;
            for (var count = 1; count <= Range.Most && first + count <= words.Count; count++)
            {
                var word = words[first + count - 1];
                var start = count == 1 ? 0 : length + 1;
                if (start + word.Length > vocabulary.Longest)
                {
                    break;
                }

                if (count > 1)
                {
                    term[length] = ' ';
                }

                word.CopyTo(term[start..]);
                length = start + word.Length;
                if (count > 1 && count >= Range.Least)
                {
                    vocabulary.Note(term[..length], workspace);
                }
            }
        }
    }
}
