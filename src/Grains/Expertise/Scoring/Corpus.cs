using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>
/// All documents, member by member: one corpus, whichever field a document came from, and each member's documents are a range of
/// it. Neither the numbers of words and documents nor the members' order depend on how many threads read.
/// </summary>
internal sealed class Corpus
{
    private const string Folder = "archives";
    private const string Extension = ".jsonl";

    private Corpus(IReadOnlyList<string> members, IReadOnlyList<ArchivePart> parts, Numbering words)
    {
        Members = members;
        Parts = parts;
        Words = words;
        var ends = new List<int>(members.Count);
        foreach (var part in parts)
        {
            ends.AddRange(part.MemberEnds.Select(end => Documents + end));
            Documents += part.Documents;
            Papers += part.Papers;
        }

        MemberEnds = [.. ends];
    }

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Members { get; }

    /// <summary>For each member, the number of the first document that is not his any more.</summary>
    public int[] MemberEnds { get; }

    /// <summary>The documents, those of one after those of the other.</summary>
    public IReadOnlyList<ArchivePart> Parts { get; }

    public int Documents { get; }

    /// <summary>How many papers there are, with those that have no text that counts.</summary>
    public int Papers { get; }

    /// <summary>In the order in which they first come.</summary>
    public Numbering Words { get; }

    /// <summary>Those of whom there is no document.</summary>
    public IEnumerable<string> MembersWithoutDocument => Members.Where((_, i) => MemberEnds[i] == (i == 0 ? 0 : MemberEnds[i - 1]));

    /// <summary>Reads <c>archives/MEMBER.jsonl</c> of every member.</summary>
    /// <param name="cores">How many threads read.</param>
    /// <exception cref="WrongInputException">A line of a file is no paper.</exception>
    public static async Task<Corpus> ReadAsync(string directory, TextChoice choice, int cores, CancellationToken cancellationToken)
    {
        var folder = new DirectoryInfo(Path.Combine(directory, Folder));
        var files = folder.Exists ? folder.GetFiles("*" + Extension) : [];
        Array.Sort(files, (a, b) => string.CompareOrdinal(a.Name[..^Extension.Length], b.Name[..^Extension.Length]));
        var parts = await Task.WhenAll(Split(files, cores).Select(share => Task.Run(
            () => ArchivePart.Read(directory, share.Select(file => Path.Combine(Folder, file.Name)), choice, cancellationToken), cancellationToken)));
        var words = parts[0].Words;
        foreach (var part in parts.Skip(1))
        {
            part.Renumber(words);
        }

        return new Corpus([.. files.Select(file => file.Name[..^Extension.Length])], parts, words);
    }

    /// <summary>Shares of about as many bytes each, at least one.</summary>
    private static List<ArraySegment<FileInfo>> Split(FileInfo[] files, int count)
    {
        var shares = new List<ArraySegment<FileInfo>>();
        var total = files.Sum(file => file.Length);
        var (start, seen) = (0, 0L);
        for (var i = 0; i < files.Length; i++)
        {
            seen += files[i].Length;
            var isFull = shares.Count < count - 1 && seen >= total * (shares.Count + 1.0) / count;
            if (isFull || i == files.Length - 1)
            {
                shares.Add(new ArraySegment<FileInfo>(files, start, i + 1 - start));
                start = i + 1;
            }
        }

        return shares is [] ? [ArraySegment<FileInfo>.Empty] : shares;
    }
}
