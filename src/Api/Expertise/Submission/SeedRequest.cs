using System.Text.Json;
using System.Text.Json.Nodes;

namespace Switchyard.Expertise.Submission;

/// <summary>
/// Reads the seed's <c>{"config": {...}}</c>. The config is nearly the steps' own; what it does not know is tolerated, and
/// kept for commands. Where files lie, whom to call and as whom is not a client's to say.
/// </summary>
internal sealed class SeedRequest
{
    /// <summary>Seconds.</summary>
    private const int LongestTimeout = 30 * 24 * 60 * 60;

    private static readonly string[] FileMembers = ["csv_expertise", "csv_submissions"];
    private static readonly string[] Credentials = ["token", "baseurl", "baseurl_v2"];

    private static readonly string[] Places =
    [
        "directory", "work_dir", "scores_path", "publications_path", "submissions_path", "specter_dir", "mfr_feature_vocab_file",
        "mfr_checkpoint_dir",
    ];

    private readonly Dictionary<string, IReadOnlyList<string>> _files = [];
    private readonly JsonObject _config;

    private SeedRequest(JsonElement config)
    {
        Name = ReadName(config);
        Model = ReadModel(config);
        Timeout = ReadTimeout(config);
        CheckPaths(config, "config");
        foreach (var member in FileMembers)
        {
            if (config.TryGetProperty(member, out var lines) && lines.ValueKind != JsonValueKind.Null)
            {
                _files[$"{member}.csv"] = ReadLines(member, lines);
            }
        }

        _config = (JsonObject)Clean(config)!;
        foreach (var member in FileMembers.Where(member => _config.ContainsKey(member)))
        {
            _config[member] = $"{member}.csv";
        }
    }

    public string Name { get; }

    /// <summary>Null: the default.</summary>
    public string? Model { get; }

    private TimeSpan? Timeout { get; }

    private static ExpertiseRefusedException Refuse(string reason) => SeedStyle.Instance.BadRequest(reason);

    /// <exception cref="ExpertiseRefusedException">Something is wrong with it.</exception>
    public static SeedRequest Read(JsonElement body) =>
        new(body.GetProperty("config") is { ValueKind: JsonValueKind.Object } config ? config : throw Refuse("config must be an object"));

    /// <exception cref="ExpertiseRefusedException">Something is wrong with it.</exception>
    public JobRequest With(string model)
    {
        var members = (JsonObject)_config.DeepClone();
        members.Remove("timeout");
        members["model"] = model;
        try
        {
            var config = ExpertiseConfig.Deserialize(JsonSerializer.SerializeToUtf8Bytes(members));
            SeedRules.Check(config);
            return new JobRequest(config, _config, _files, Timeout);
        }
        catch (JsonException wrong)
        {
            throw Refuse($"config{wrong.Path?.TrimStart('$')} is not of the type that it must be");
        }
    }

    private static string ReadName(JsonElement config)
    {
        if (!config.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
        {
            throw Refuse("config.name must be a text");
        }

        return JobName.Judge(name.GetString()!) is { } problem ? throw Refuse($"config.{problem}") : name.GetString()!;
    }

    private static string? ReadModel(JsonElement config) => !config.TryGetProperty("model", out var model) ? null : model.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when model.GetString() is { Length: > 0 } name => name,
        _ => throw Refuse("config.model must be the name of a model"),
    };

    private static TimeSpan? ReadTimeout(JsonElement config)
    {
        if (!config.TryGetProperty("timeout", out var timeout) || timeout.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return timeout.ValueKind == JsonValueKind.Number && timeout.TryGetInt32(out var seconds) && seconds is >= 0 and <= LongestTimeout
            ? seconds == 0 ? null : TimeSpan.FromSeconds(seconds)
            : throw Refuse($"config.timeout must be a whole number of seconds from 0, which is none, to {LongestTimeout}");
    }

    private static string[] ReadLines(string member, JsonElement lines) =>
        lines.ValueKind == JsonValueKind.Array && lines.EnumerateArray().All(line => line.ValueKind == JsonValueKind.String)
            ? [.. lines.EnumerateArray().Select(line => line.GetString()!)]
            : throw Refuse($"config.{member} must be a list of lines of CSV");

    /// <summary>Any text may be taken for a path by a command. What papers say is none.</summary>
    private static void CheckPaths(JsonElement value, string place)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when JobName.Leaves(value.GetString()!):
                throw Refuse($"{place} has a path that leaves the job's directory ('..')");
            case JsonValueKind.Array:
                foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                {
                    CheckPaths(item, $"{place}[{index}]");
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (!FileMembers.Contains(member.Name) && member.Name is not ("title" or "abstract"))
                    {
                        CheckPaths(member.Value, $"{place}.{member.Name}");
                    }
                }

                break;
        }
    }

    /// <summary>Without what the server decides, and without nulls: a member that is null is one that is not there.</summary>
    private static JsonNode? Clean(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Keep(value);
        }

        var kept = new JsonObject();
        foreach (var member in value.EnumerateObject())
        {
            var isDecided = Credentials.Contains(member.Name, StringComparer.OrdinalIgnoreCase) || Places.Contains(member.Name);
            if (!isDecided && member.Value.ValueKind != JsonValueKind.Null)
            {
                // A null in the content that papers must have means something.
                kept[member.Name] = member.Name is "paper_content" or "match_paper_content"
                    ? Keep(member.Value)
                    : FileMembers.Contains(member.Name) ? "" : Clean(member.Value);
            }
        }

        return kept;
    }

    /// <summary>As it is. What Python takes for a number and JSON does not could not be handed on to a step.</summary>
    private static JsonNode? Keep(JsonElement value) => IsFinite(value)
        ? JsonSerializer.SerializeToNode(value, ExpertiseJson.Relaxed.JsonElement)
        : throw Refuse("config has a number that is not finite");

    private static bool IsFinite(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => double.IsFinite(value.GetDouble()),
        JsonValueKind.Array => value.EnumerateArray().All(IsFinite),
        JsonValueKind.Object => value.EnumerateObject().All(member => IsFinite(member.Value)),
        _ => true,
    };
}
