using System.Security.Cryptography;
using Switchyard.Yard;

namespace Switchyard.Tables;

/// <summary>A node whose campaign has results and errors. Who changes what it has takes turns with those who count it.</summary>
[CollectionDefinition(Name)]
public sealed class CampaignCluster : YardCluster, ICollectionFixture<CampaignCluster>
{
    public const string Name = "campaign";

    /// <summary>Bytes of a result: more than lies on the way to a client.</summary>
    public const int ResultLength = 64 * 1024 * 1024;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var (result, erring) = (await Tables.AddAsync("with-result", "fast", "slow"), await Tables.AddAsync("with-error", "unlucky"));
        var body = new RawBody(ResultLength, null, await Blobs.AddAsync(RandomNumberGenerator.GetBytes(ResultLength)));
        var annotations = new AnnotationSet([new Annotation(1, 0, "Q72")], [], []);
        Assert.Equal(StoreOutcome.Stored, await result.Grain.StoreResultAsync("fast", new TableResult(annotations, [], body)));
        var text = "<b>Traceback</b> ä"u8.ToArray();
        Assert.Equal(StoreOutcome.Stored, await erring.Grain.StoreErrorAsync("unlucky", "<b>Traceback</b> ä", new RawBody(text.Length, text, null)));
    }
}
