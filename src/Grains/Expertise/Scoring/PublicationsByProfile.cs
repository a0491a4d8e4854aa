using System.Text.Json;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>Group against group: whose papers the submissions are.</summary>
/// <param name="Profiles">The members of the second group.</param>
/// <param name="Owners">By a paper's id the places of its profiles, once for each time that they list it.</param>
internal sealed record PublicationsByProfile(IReadOnlyList<string> Profiles, IReadOnlyDictionary<string, List<int>> Owners)
{
    private const string FileName = "publications_by_profile_id.json";

    /// <summary>Those of whom none of these papers is.</summary>
    public IEnumerable<string> WithoutAnyOf(IReadOnlySet<string> papers)
    {
        var scored = Owners.Where(paper => papers.Contains(paper.Key)).SelectMany(paper => paper.Value).ToHashSet();
        return Profiles.Where((_, place) => !scored.Contains(place));
    }

    /// <exception cref="WrongInputException">The file is missing or wrong.</exception>
    public static PublicationsByProfile Read(string directory)
    {
        var profiles = new Numbering();
        var owners = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        new JsonFile(directory).ReadObjects(FileName, (ref reader) =>
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var profile = profiles.NumberOf(reader.GetString());
                reader.Read();
                JsonFile.Expect(ref reader, JsonTokenType.StartArray, "a profile has no list of papers");
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    var paper = ReadId(ref reader);
                    if (!owners.TryGetValue(paper, out var list))
                    {
                        owners.Add(paper, list = []);
                    }

                    list.Add(profile);
                }
            }
        });
        return new PublicationsByProfile(profiles.Texts, owners);
    }

    private static string ReadId(ref Utf8JsonReader reader)
    {
        JsonFile.Expect(ref reader, JsonTokenType.StartObject, "a paper is no object");
        string? id = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId)
            {
                JsonFile.Expect(ref reader, JsonTokenType.String, "the id of a paper is no text");
                id = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return id ?? throw new JsonException("a paper has no id");
    }
}
