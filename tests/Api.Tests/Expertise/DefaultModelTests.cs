using Switchyard.Yard;

namespace Switchyard.Expertise;

public sealed class DefaultModelTests(SpecterCluster cluster, OpenReviewProfiles openReview)
    : ExpertiseTest(cluster, openReview), IClassFixture<SpecterCluster>
{
    [Fact]
    public async Task The_default_model_is_the_originals_where_there_is_one()
    {
        Assert.Equal(SpecterCluster.Model, (await SubmitAsync("""{"config":{"name":"b"}}""", NewToken())).Submission.Model);
        Assert.Equal("bm25", (await SubmitAsync("""{"config":{"name":"c","model":"bm25"}}""", NewToken())).Submission.Model);
    }
}

public sealed class NoDefaultModelTests(YardCluster cluster, OpenReviewProfiles openReview) : ExpertiseTest(cluster, openReview)
{
    [Fact]
    public async Task The_default_model_is_another_where_the_originals_is_not() =>
        Assert.Equal("bm25", (await SubmitAsync("""{"config":{"name":"a"}}""", NewToken())).Submission.Model);
}

/// <summary>A node that may score with the original's default model.</summary>
public sealed class SpecterCluster : YardCluster
{
    public const string Model = "specter+mfr";

    protected override (string Key, string Value)[] Compute { get; } =
    [
        .. YardSource.Settings,
        ("Compute:Sources:0:Services:3", Model),
        ("Services:1:Name", Model),
        ("Services:1:Command:0", "true"),
    ];
}
