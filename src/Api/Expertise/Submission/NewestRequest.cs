using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Switchyard.Expertise.Submission;

/// <summary>Reads the newest API's request. What is wrong is told in the original's words, and of several things in its order.</summary>
internal sealed class NewestRequest
{
    private static readonly string[] PaperModels = ["specter", "specter2", "scincl", "specter2+scincl"];

    private readonly JsonElement _name;
    private readonly NewestEntity _a;
    private readonly NewestEntity _b;
    private readonly JsonElement? _model;
    private readonly JsonElement? _dataset;
    private readonly JsonElement? _machine;
    private readonly ExpertiseEdges? _edges;
    private readonly ExpertiseEdges? _alternateEdges;
    private readonly JsonObject _shown = [];

    private NewestRequest(JsonElement body, bool isSuperuser)
    {
        var request = new NewestObject("request", body);
        _name = request.Require("name");
        var (a, b) = (request.Require("entityA"), request.Require("entityB"));
        (_a, _b) = (NewestEntity.Read("entityA", a), NewestEntity.Read("entityB", b));
        (_model, _dataset, _machine) = (request.TakeValue("model"), request.TakeValue("dataset"), request.TakeValue("machineType"));
        request.ExpectNoMore();
        if (_machine is not null && !isSuperuser)
        {
            throw NewestStyle.Instance.Forbidden("Insufficient permissions to set machine type");
        }

        (_edges, _alternateEdges) = (_a.ReadEdges(), _b.ReadEdges());
        if (!_a.IsGroup && _b.IsGroup)
        {
            throw NewestObject.Refuse(_a.Kind is "id" or "invitation"
                ? "Cannot provide paper id/invitation and alternate match group"
                : "entityA of type Note goes with entityB of type Note");
        }

        if (_b.IsGroup && _b.Kind != "memberOf")
        {
            throw NewestObject.Refuse("entityB of type Group must have memberOf");
        }

        foreach (var (member, value) in ((string, JsonElement?)[])[("name", _name), ("entityA", a), ("entityB", b), ("model", _model), ("dataset", _dataset)])
        {
            if (value is { } shown && !(member is "model" or "dataset" && IsEmpty(shown)))
            {
                _shown[member] = JsonSerializer.SerializeToNode(shown, ExpertiseJson.Relaxed.JsonElement);
            }
        }

        Model = NewestModel.ReadName(_model);
    }

    /// <summary>Null: the default.</summary>
    public string? Model { get; }

    private bool IsPaperToPaper => !_a.IsGroup && !_b.IsGroup;

    /// <exception cref="ExpertiseRefusedException">Something is wrong with it.</exception>
    public static NewestRequest Read(JsonElement body, bool isSuperuser) => new(body, isSuperuser);

    /// <param name="user">For whom a second job of the same request is refused while this one has not ended.</param>
    /// <exception cref="ExpertiseRefusedException">Something is wrong with it.</exception>
    public JobRequest With(string model, string user)
    {
        var (dataset, parameters) = (NewestModel.ReadDataset(_dataset), NewestModel.ReadModel(_model, IsPaperToPaper));
        if (IsPaperToPaper && !PaperModels.Contains(model))
        {
            throw NewestObject.Refuse($"model {model} does not support paper-paper scoring");
        }

        if (dataset.WeightSpecification is not null && model != "specter2+scincl")
        {
            throw NewestObject.Refuse($"model {model} does not support weighting by venue");
        }

        var config = new ExpertiseConfig { Name = ReadName(), Model = model, Dataset = dataset, ModelParams = parameters, Others = ReadOthers() };
        return new JobRequest(WithSecond(WithFirst(config)), _shown, JobRequest.NoFiles, DuplicateKey: KeyFor(user));
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any();

    private string ReadName()
    {
        if (_name.ValueKind != JsonValueKind.String)
        {
            throw NewestObject.Refuse($"name must be a text, got {PythonRepr.Of(_name)}");
        }

        return JobName.Judge(_name.GetString()!) is { } problem ? throw NewestObject.Refuse(problem) : _name.GetString()!;
    }

    private Dictionary<string, JsonElement>? ReadOthers() => _machine is { } machine ? new() { ["machine_type"] = machine.Clone() } : null;

    private ExpertiseConfig WithFirst(ExpertiseConfig config) => !_a.IsGroup ? WithPapers(config, _a) : config with
    {
        MatchGroup = _a.Kind == "memberOf" ? [_a.ReadText()] : null,
        ReviewerIds = _a.Kind == "reviewerIds" ? _a.ReadIds() : null,
        ExclusionInv = _edges?.Exclusion is { } exclusion ? [exclusion] : null,
        ExpertiseInv = _edges?.Invitation,
    };

    private ExpertiseConfig WithSecond(ExpertiseConfig config) => (_b.IsGroup, IsPaperToPaper) switch
    {
        (true, _) => config with
        {
            AlternateMatchGroup = [_b.ReadText()],
            AlternateExclusionInv = _alternateEdges?.Exclusion is { } exclusion ? [exclusion] : null,
            AlternateExpertiseInv = _alternateEdges?.Invitation,
        },
        (_, false) => WithPapers(config, _b),
        _ => config with
        {
            MatchPaperInvitation = _b.Kind == "invitation" ? [_b.ReadText()] : null,
            MatchPaperVenueid = _b.Kind == "withVenueid" ? _b.ReadText() : null,
            MatchPaperId = _b.Kind == "id" ? _b.ReadText() : null,
            MatchProvidedSubmissions = _b.Kind == "submissions" ? _b.ReadPapers() : null,
            MatchPaperContent = _b.ReadContent(),
        },
    };

    private static ExpertiseConfig WithPapers(ExpertiseConfig config, NewestEntity papers) => config with
    {
        PaperInvitation = papers.Kind == "invitation" ? [papers.ReadText()] : null,
        PaperVenueid = papers.Kind == "withVenueid" ? papers.ReadText() : null,
        PaperId = papers.Kind == "id" ? papers.ReadText() : null,
        ProvidedSubmissions = papers.Kind == "submissions" ? papers.ReadPapers() : null,
        PaperContent = papers.ReadContent(),
    };

    private string KeyFor(string user)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(user));
        hash.AppendData([0]);
        hash.AppendData(CanonicalJson.Write(_shown));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
