using System.Runtime.InteropServices;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>The documents of some members, in the order of their archives.</summary>
internal sealed class ArchivePart
{
    private readonly List<int> _tokens = [];
    private readonly List<int> _documentEnds = [];
    private readonly List<int> _memberEnds = [];

    private ArchivePart(Numbering words)
    {
        Words = words;
    }

    public Numbering Words { get; private set; }

    public int Documents => _documentEnds.Count;

    /// <summary>How many papers there are, with those that have no text that counts.</summary>
    public int Papers { get; private set; }

    /// <summary>For each member, the number of the first document that is not his any more.</summary>
    public IReadOnlyList<int> MemberEnds => _memberEnds;

    /// <exception cref="WrongInputException">A line of a file is no paper.</exception>
    public static ArchivePart Read(string directory, IEnumerable<string> files, TextChoice choice, CancellationToken cancellationToken)
    {
        var part = new ArchivePart(new Numbering());
        var file = new JsonFile(directory);
        var papers = new PaperReader(choice);
        var tokens = new Tokens();
        foreach (var name in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.ReadObjects(name, (ref reader) =>
            {
                var text = papers.Read(ref reader);
                part.Papers++;
                if (!text.IsEmpty)
                {
                    tokens.AddDocument(text, part.Words, part._tokens);
                    part._documentEnds.Add(part._tokens.Count);
                }
            });
            part._memberEnds.Add(part.Documents);
        }

        return part;
    }

    /// <summary>The words of a document, by their numbers, with repetitions.</summary>
    public ReadOnlySpan<int> Document(int number) =>
        CollectionsMarshal.AsSpan(_tokens)[(number == 0 ? 0 : _documentEnds[number - 1]).._documentEnds[number]];

    /// <summary>Numbers the words as others do, which take over those that they do not have.</summary>
    public void Renumber(Numbering words)
    {
        var numbers = words.TakeOver(Words);
        foreach (ref var token in CollectionsMarshal.AsSpan(_tokens))
        {
            token = numbers[token];
        }

        Words = words;
    }
}
