using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Expertise;

/// <summary>
/// What a job is to do: <c>in/config.json</c> of each of its steps, in the words of the original's configuration. Names and
/// paths were judged when it was submitted; what a version does not know is kept in <see cref="Others"/> for commands.
/// </summary>
/// <remarks>Source: create_dataset and run_expertise of openreview-expertise.</remarks>
public sealed record ExpertiseConfig
{
    /// <summary>The file of the configuration in a run's <c>in/</c>.</summary>
    public const string FileName = "config.json";

    /// <summary>The file of <see cref="CsvExpertise"/> and <see cref="CsvSubmissions"/> in a run's <c>in/</c>.</summary>
    public const string CsvExpertiseFile = "csv_expertise.csv";

    public const string CsvSubmissionsFile = "csv_submissions.csv";

    // Not by generated code, which gives what the JSON lacks no default.
    private static readonly JsonSerializerOptions Words = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    public required string Name { get; init; }

    /// <summary>The service that scores.</summary>
    public required string Model { get; init; }

    /// <summary>Groups whose members are scored.</summary>
    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? MatchGroup { get; init; }

    /// <summary>Further members: tilde ids and e-mail addresses.</summary>
    public IReadOnlyList<string>? ReviewerIds { get; init; }

    /// <summary>Group against group: whose papers are the submissions.</summary>
    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? AlternateMatchGroup { get; init; }

    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? PaperInvitation { get; init; }

    public string? PaperId { get; init; }

    public string? PaperVenueid { get; init; }

    /// <summary>Fields that a submission must have; a null matches a field that is missing or null.</summary>
    public IReadOnlyDictionary<string, JsonElement>? PaperContent { get; init; }

    /// <summary>Submissions that came with the job.</summary>
    public IReadOnlyList<ProvidedPaper>? ProvidedSubmissions { get; init; }

    // Papers against papers: the other side.

    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? MatchPaperInvitation { get; init; }

    public string? MatchPaperId { get; init; }

    public string? MatchPaperVenueid { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? MatchPaperContent { get; init; }

    public IReadOnlyList<ProvidedPaper>? MatchProvidedSubmissions { get; init; }

    /// <summary>Edges that say which papers are no expertise.</summary>
    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? ExclusionInv { get; init; }

    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? InclusionInv { get; init; }

    /// <summary>Edges whose invitation's label says whether they include or exclude: looked up by the dataset step.</summary>
    public string? ExpertiseInv { get; init; }

    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? AlternateExclusionInv { get; init; }

    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? AlternateInclusionInv { get; init; }

    public string? AlternateExpertiseInv { get; init; }

    /// <summary><see cref="CsvExpertiseFile"/> when the job brought one: member, paper id, title, abstract.</summary>
    public string? CsvExpertise { get; init; }

    /// <summary><see cref="CsvSubmissionsFile"/> when the job brought one: id, title, abstract.</summary>
    public string? CsvSubmissions { get; init; }

    /// <summary>Members are named by their first e-mail address instead of their id.</summary>
    public bool UseEmailIds { get; init; }

    public DatasetConfig Dataset { get; init; } = new();

    public ModelConfig ModelParams { get; init; } = new();

    /// <summary>For commands only.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <summary>Whether anything is to be asked of OpenReview.</summary>
    [JsonIgnore]
    public bool NeedsOpenReview =>
        MatchGroup is [_, ..] || ReviewerIds is [_, ..] || AlternateMatchGroup is [_, ..] || PaperInvitation is [_, ..] || PaperId is not null
        || PaperVenueid is not null || MatchPaperInvitation is [_, ..] || MatchPaperId is not null || MatchPaperVenueid is not null;

    [JsonIgnore]
    public bool IsGroupToGroup => AlternateMatchGroup is [_, ..];

    [JsonIgnore]
    public bool IsPaperToPaper =>
        MatchPaperInvitation is [_, ..] || MatchPaperId is not null || MatchPaperVenueid is not null || MatchProvidedSubmissions is not null;

    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, Words);

    /// <exception cref="JsonException">The bytes are not such a configuration.</exception>
    public static ExpertiseConfig Deserialize(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<ExpertiseConfig>(json, Words) ?? throw new JsonException("A configuration is null.");
}

/// <summary>A paper that came with the job.</summary>
public sealed record ProvidedPaper(string Id, string? Title, string? Abstract);

/// <summary>Which publications count.</summary>
public sealed record DatasetConfig
{
    /// <summary>Milliseconds since 1970.</summary>
    public long? MinimumPubDate { get; init; }

    /// <summary>A number, or a text "N%".</summary>
    public JsonElement? TopRecentPubs { get; init; }

    /// <summary>Both conditions of which the one that leaves more counts.</summary>
    public DatasetConfig? Or { get; init; }

    public bool WithTitle { get; init; }

    public bool WithAbstract { get; init; }

    public bool BidAsExpertise { get; init; }

    public string? BidInvitation { get; init; }

    /// <summary>A list of objects; judged when it was submitted.</summary>
    public IReadOnlyList<JsonElement>? WeightSpecification { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>How scores are computed. The defaults are those of the original's library.</summary>
public sealed record ModelConfig
{
    public bool UseTitle { get; init; }

    public bool UseAbstract { get; init; } = true;

    /// <summary>Wins over <see cref="MaxScore"/>.</summary>
    public bool AverageScore { get; init; }

    public bool MaxScore { get; init; } = true;

    /// <summary>How many of each side are in the sparse scores, at least 1; null: there are none.</summary>
    public int? SparseValue { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The original takes a text for a list of one.</summary>
internal sealed class StringOrListConverter : JsonConverter<IReadOnlyList<string>?>
{
    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return [reader.GetString()!];
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Expected a text or a list of texts.");
        }

        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("Expected a list of texts."));
        }

        return texts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string>? value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var text in value ?? [])
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
