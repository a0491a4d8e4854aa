using System.Text;
using Switchyard.Text;

namespace Switchyard.Downloads.Models;

/// <summary>Terms of so many characters (code points) that follow each other, in the whole text or within words with a blank at each end.</summary>
internal sealed class CharacterAnalyzer(bool withinWords) : TermAnalyzer
{
    public override void Analyze(ReadOnlySpan<char> text, Vocabulary vocabulary, Workspace workspace)
    {
        var spaced = Narrowed(text, workspace.Spaced(text.Length));
        if (!withinWords)
        {
            NoteAll(spaced, vocabulary, workspace);
            return;
        }

        for (var at = 0; at < spaced.Length;)
        {
            var length = Length(spaced[at..], isSpace: false);
            if (length > 0)
            {
                var padded = workspace.Term(length + 2)[..(length + 2)];
                (padded[0], padded[^1]) = (' ', ' ');
                spaced.Slice(at, length).CopyTo(padded[1..]);
                NoteAll(padded, vocabulary, workspace);
            }

            at += Math.Max(1, length);
        }
    }

    /// <summary>Two or more white spaces in a row become one blank.</summary>
    private static ReadOnlySpan<char> Narrowed(ReadOnlySpan<char> text, Span<char> into)
    {
        var written = 0;
        for (var at = 0; at < text.Length;)
        {
            var spaces = Length(text[at..], isSpace: true);
            into[written++] = spaces > 1 ? ' ' : text[at];
            at += Math.Max(1, spaces);
        }

        return into[..written];
    }

    /// <summary>How many characters at the beginning are white space, or are none.</summary>
    private static int Length(ReadOnlySpan<char> text, bool isSpace)
    {
        var length = 0;
        while (length < text.Length && PythonSpace.Is(text[length]) == isSpace)
        {
            length++;
        }

        return length;
    }

    private void NoteAll(ReadOnlySpan<char> text, Vocabulary vocabulary, Workspace workspace)
    {
        for (var first = 0; first < text.Length; first += Taken(text[first..]))
        {
            var end = first;
            for (var count = 1; count <= Range.Most && end < text.Length; count++)
            {
                end += Taken(text[end..]);
                if (end - first > vocabulary.Longest)
                {
                    break;
                }

                if (count >= Range.Least)
                {
                    vocabulary.Note(text[first..end], workspace);
                }
            }
        }

        if (withinWords)
        {
            NoteShort(text, vocabulary, workspace);
        }
    }

    /// <summary>A word that is shorter than the shortest term is one as it is.</summary>
    private void NoteShort(ReadOnlySpan<char> word, Vocabulary vocabulary, Workspace workspace)
    {
        var characters = 0;
        for (var at = 0; at < word.Length && characters < Range.Least; at += Taken(word[at..]))
        {
            characters++;
        }

        if (characters < Range.Least)
        {
            vocabulary.Note(word, workspace);
        }
    }

    private static int Taken(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out _, out var taken);
        return taken;
    }
}
