using System.Text.Json;
using Switchyard.Expertise.Datasets.Rules;

namespace Switchyard.Expertise.Datasets;

/// <summary>Writes the files of a dataset. Different archives may be written at a time.</summary>
internal sealed class DatasetWriter
{
    /// <summary>Papers against papers: the archive of the other side.</summary>
    public const string MatchSubmissions = "match_submissions";

    private readonly string _directory;
    private readonly string _archives;

    public DatasetWriter(string directory)
    {
        _directory = directory;
        _archives = Directory.CreateDirectory(Path.Combine(directory, "archives")).FullName;
    }

    /// <summary>One paper a line. The name passed <see cref="ArchiveNames"/>.</summary>
    public async Task WriteArchiveAsync(string name, IEnumerable<Paper> papers, CancellationToken cancellationToken)
    {
        await using var file = Create(Path.Combine(_archives, name + ArchiveNames.Extension));
        foreach (var paper in papers)
        {
            await JsonSerializer.SerializeAsync(file, paper, DatasetJson.Lines.Paper, cancellationToken);
            file.WriteByte((byte)'\n');
        }
    }

    /// <summary>An object of papers by their id.</summary>
    public Task WriteSubmissionsAsync(IEnumerable<Paper> papers, CancellationToken cancellationToken) =>
        WriteAsync("submissions.json", papers, (json, paper) =>
        {
            json.WritePropertyName(paper.Id);
            JsonSerializer.Serialize(json, paper, DatasetJson.Lines.Paper);
        }, cancellationToken);

    /// <summary>Group against group: whose papers the submissions are.</summary>
    public Task WritePublicationsByProfileAsync(IEnumerable<MemberPapers> members, CancellationToken cancellationToken) =>
        WriteAsync("publications_by_profile_id.json", members, (json, member) =>
        {
            json.WriteStartArray(member.Name);
            foreach (var paper in member.Papers)
            {
                JsonSerializer.Serialize(json, paper, DatasetJson.Lines.Paper);
            }

            json.WriteEndArray();
        }, cancellationToken);

    public async Task WriteMetadataAsync(DatasetMetadata metadata, CancellationToken cancellationToken)
    {
        await using var file = Create(Path.Combine(_directory, ExpertiseNames.MetadataFile));
        await using var json = new Utf8JsonWriter(file, DatasetJson.Indented);
        JsonSerializer.Serialize(json, metadata, DatasetJson.Lines.DatasetMetadata);
        await json.FlushAsync(cancellationToken);
    }

    private async Task WriteAsync<T>(string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write, CancellationToken cancellationToken)
    {
        const int Block = 64 * 1024;
        await using var file = Create(Path.Combine(_directory, name));
        await using var json = new Utf8JsonWriter(file, DatasetJson.Indented);
        json.WriteStartObject();
        foreach (var item in items)
        {
            write(json, item);
            if (json.BytesPending > Block)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    // CreateNew: two members never share a file.
    private static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Options = FileOptions.Asynchronous,
        BufferSize = 64 * 1024,
    });
}

/// <param name="Name">What the files call the member.</param>
internal sealed record MemberPapers(string Name, IReadOnlyList<Paper> Papers);
