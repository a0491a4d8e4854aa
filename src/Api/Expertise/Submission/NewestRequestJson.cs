namespace Switchyard.Expertise.Submission;

/// <summary>The body of <c>POST /expertise</c>, as the API's description shows it; <see cref="NewestRequest"/> reads it.</summary>
internal sealed record NewestRequestJson(
    string Name,
    NewestEntityJson EntityA,
    NewestEntityJson EntityB,
    NewestModelJson? Model = null,
    NewestDatasetJson? Dataset = null,
    string? MachineType = null);

/// <param name="Type">Group or Note.</param>
/// <param name="MemberOf">Of a group: its id.</param>
/// <param name="ReviewerIds">Of a group, instead: profiles and e-mail addresses.</param>
/// <param name="Submissions">Of notes: the papers themselves.</param>
internal sealed record NewestEntityJson(
    string Type,
    string? MemberOf = null,
    IReadOnlyList<string>? ReviewerIds = null,
    NewestExpertiseJson? Expertise = null,
    string? Invitation = null,
    string? WithVenueid = null,
    string? Id = null,
    IReadOnlyList<NewestPaperJson>? Submissions = null,
    IReadOnlyDictionary<string, string?>? WithContent = null);

internal sealed record NewestExpertiseJson(string? Invitation = null, NewestExclusionJson? Exclusion = null);

internal sealed record NewestExclusionJson(string Invitation);

internal sealed record NewestPaperJson(string Id, string? Title = null, string? Abstract = null);

/// <param name="Name">Default: that of the configuration.</param>
/// <param name="SparseValue">How many of each side are in the scores; default 400.</param>
/// <param name="ScoreComputation">max or avg.</param>
internal sealed record NewestModelJson(
    string? Name = null,
    int? SparseValue = null,
    bool? UseTitle = null,
    bool? UseAbstract = null,
    string? ScoreComputation = null,
    bool? SkipSpecter = null,
    bool? UseCuda = null,
    double? PercentileSelect = null,
    bool? NormalizeScores = null);

/// <param name="MinimumPubDate">Milliseconds since 1970.</param>
/// <param name="TopRecentPubs">A number, or a text "N%".</param>
internal sealed record NewestDatasetJson(
    long? MinimumPubDate = null, string? TopRecentPubs = null, IReadOnlyList<NewestWeightJson>? WeightSpecification = null);

/// <summary>A weight, and one of the three conditions.</summary>
internal sealed record NewestWeightJson(double Weight, string? Prefix = null, string? Value = null, bool? ArticleSubmittedToOpenReview = null);
