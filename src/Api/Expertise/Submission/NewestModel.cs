using System.Text.Json;

namespace Switchyard.Expertise.Submission;

/// <summary>The members <c>model</c> and <c>dataset</c> of a request, in the order in which the original judges them.</summary>
internal static class NewestModel
{
    private const int DefaultSparse = 400;
    private const string Percentile = "percentileSelect";

    private static readonly Dictionary<string, string> PassedOn = new(StringComparer.Ordinal)
    {
        ["skipSpecter"] = "skip_specter",
        ["useCuda"] = "use_cuda",
        [Percentile] = "percentile_select",
        ["normalizeScores"] = "normalize_scores",
    };

    private static readonly JsonElement True = JsonElement.Parse("true"u8);
    private static readonly JsonElement False = JsonElement.Parse("false"u8);

    /// <summary>What commands may rely on.</summary>
    private static readonly JsonElement Defaults = JsonElement.Parse(
        """{"skip_specter":false,"specter_batch_size":16,"mfr_batch_size":50,"use_cuda":false,"normalize_scores":true}"""u8);

    /// <exception cref="ExpertiseRefusedException">Something is wrong with it.</exception>
    public static DatasetConfig ReadDataset(JsonElement? value)
    {
        var dataset = new DatasetConfig();
        foreach (var (name, member) in Members("dataset", value))
        {
            dataset = name switch
            {
                "minimumPubDate" => dataset with { MinimumPubDate = ReadTime(member) },
                "topRecentPubs" => dataset with { TopRecentPubs = Judged(member, DatasetRules.JudgeTopRecentPubs(name, member)) },
                "weightSpecification" => dataset with
                {
                    WeightSpecification = [.. Judged(member, DatasetRules.JudgeWeights("weight_specification", member)).EnumerateArray()],
                },
                // The original calls it so.
                _ => throw Unexpected(name),
            };
        }

        return dataset;
    }

    /// <exception cref="ExpertiseRefusedException">Something is wrong with it.</exception>
    public static ModelConfig ReadModel(JsonElement? value, bool isPaperToPaper)
    {
        var (model, sparse) = (new ModelConfig { UseTitle = true, SparseValue = DefaultSparse }, (JsonElement?)null);
        var others = Defaults.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        var passedOn = new List<(string Word, string Name, JsonElement Value)>();
        foreach (var (name, member) in Members("model", value))
        {
            switch (name)
            {
                case "scoreComputation":
                    model = member.ValueKind == JsonValueKind.String && (member.ValueEquals("max") || member.ValueEquals("avg"))
                        ? model with { MaxScore = member.ValueEquals("max"), AverageScore = member.ValueEquals("avg") }
                        : throw NewestObject.Refuse("invalid value in field 'scoreComputation' in 'model' object");
                    break;
                case "name":
                    break;
                case "sparseValue":
                    sparse = member;
                    break;
                case "useTitle":
                    model = model with { UseTitle = ReadFlag(name, member) };
                    break;
                case "useAbstract":
                    model = model with { UseAbstract = ReadFlag(name, member) };
                    break;
                default:
                    passedOn.Add((PassedOn.GetValueOrDefault(name) ?? throw Unexpected(name), name, member));
                    break;
            }
        }

        model = model with { Others = others, SparseValue = sparse is { } given ? ReadSparse(given) : model.SparseValue };
        foreach (var (word, name, member) in passedOn)
        {
            others[word] = name == Percentile ? ReadPercentile(member) : ReadFlag(name, member) ? True : False;
        }

        others["compute_paper_paper"] = isPaperToPaper ? True : False;
        return model;
    }

    /// <summary>The model that it names; null when it names none.</summary>
    public static string? ReadName(JsonElement? value) =>
        value is not { ValueKind: JsonValueKind.Object } model || !model.TryGetProperty("name", out var name) ? null : name.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String when name.GetString() is { Length: > 0 } text => text,
            _ => throw NewestObject.Refuse($"name in model must be the name of a model, got {PythonRepr.Of(name)}"),
        };

    private static IEnumerable<(string Name, JsonElement Value)> Members(string what, JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Object } members => members.EnumerateObject().Select(member => (member.Name, member.Value)),
        { } other => throw NewestObject.Refuse($"{what} must be an object, got {PythonRepr.Of(other)}"),
    };

    private static ExpertiseRefusedException Unexpected(string name) =>
        NewestObject.Refuse($"unexpected fields in model: {PythonRepr.List([name])}");

    private static JsonElement Judged(JsonElement value, string? problem) =>
        problem is null ? value.Clone() : throw NewestObject.Refuse(problem);

    /// <remarks>Python's None is the default, as if it were not there.</remarks>
    private static JsonElement ReadPercentile(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => value.Clone(),
        JsonValueKind.Number when value.GetDouble() is >= 0 and <= 100 => value.Clone(),
        _ => throw NewestObject.Refuse($"'percentileSelect' must be a number from 0 to 100, got {PythonRepr.Of(value)}"),
    };

    private static bool ReadFlag(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        // The original's None is no.
        JsonValueKind.False or JsonValueKind.Null => false,
        _ => throw NewestObject.Refuse($"'{name}' must be true or false, got {PythonRepr.Of(value)}"),
    };

    /// <remarks>Python takes True for a 1.</remarks>
    private static int ReadSparse(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.Number when value.TryGetInt32(out var sparse) && sparse > 0 => sparse,
        JsonValueKind.Number when value.TryGetInt64(out var more) && more > 0 => int.MaxValue,
        _ => throw NewestObject.Refuse($"'sparseValue' must be a positive integer, got {PythonRepr.Of(value)}"),
    };

    private static long? ReadTime(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number when value.TryGetInt64(out var time) => time,
        JsonValueKind.Number when value.GetDouble() is >= long.MinValue and < long.MaxValue and var time && double.IsInteger(time) => (long)time,
        _ => throw NewestObject.Refuse($"'minimumPubDate' must be a number of milliseconds since 1970, got {PythonRepr.Of(value)}"),
    };
}
