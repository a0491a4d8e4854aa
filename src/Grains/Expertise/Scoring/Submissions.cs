using System.Text.Json;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>A paper to be scored.</summary>
/// <param name="Text">Empty when it has none that counts.</param>
internal sealed record Submission(string Id, string Text);

/// <summary>
/// The submissions of a dataset: <c>submissions.json</c>, an object of papers by their ids, or a folder <c>submissions</c> of a
/// file ID.jsonl each, which wins. Of an id that comes twice, or lines of a file, the last counts, in the place of the first.
/// </summary>
internal static class Submissions
{
    private const string Folder = "submissions";
    private const string Extension = ".jsonl";
    private const string FileName = "submissions.json";

    /// <exception cref="WrongInputException">There are none, or a file is wrong.</exception>
    public static IReadOnlyList<Submission> Read(string directory, TextChoice choice, CancellationToken cancellationToken)
    {
        var submissions = new OrderedDictionary<string, Submission>(StringComparer.Ordinal);
        var file = new JsonFile(directory);
        var papers = new PaperReader(choice);
        var folder = new DirectoryInfo(Path.Combine(directory, Folder));
        if (folder.Exists)
        {
            foreach (var name in folder.GetFiles("*" + Extension).Select(found => found.Name).Order(StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                file.ReadObjects(Path.Combine(Folder, name), (ref reader) => Add(name[..^Extension.Length], ref reader));
            }
        }
        else
        {
            file.ReadObjects(FileName, (ref reader) =>
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var id = reader.GetString()!;
                    reader.Read();
                    Add(id, ref reader);
                }
            });
        }

        return submissions.Count > 0 ? [.. submissions.Values] : throw new WrongInputException("No submissions found.");

        void Add(string id, ref Utf8JsonReader reader) => submissions[id] = new Submission(id, papers.Read(ref reader).ToString());
    }
}
