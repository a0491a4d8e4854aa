using Switchyard.Yard;

namespace Switchyard.Work.Audit;

/// <summary>A node that keeps records of acts for two seconds.</summary>
public sealed class ForgetfulCluster : YardCluster
{
    protected override ValueTask<IEnumerable<(string Key, string Value)>> ArrangeAsync() => new([("Audit:Retention", "00:00:02")]);
}

public sealed class AuditRetentionTests(ForgetfulCluster cluster) : YardTest(cluster), IClassFixture<ForgetfulCluster>
{
    [Fact]
    public async Task An_act_is_forgotten_when_its_time_is_over()
    {
        var began = TimeProvider.System.GetUtcNow();
        using (await Client.PostAsync("/api/v1/queues/jobs.remove/resume", null, Cancelled))
        using (await Client.PostAsync("/api/v1/tables/import", null, Cancelled))
        {
        }

        var import = Assert.Single(await Yard.Grains.GetAudit().ListAsync(new AuditFilter(), null, 10));
        Assert.Equal(("import", "operator", "127.0.0.1"), (import.Act, import.Who, import.From));

        await Eventually.IsAsync(async () => (await Yard.Grains.GetAudit().ListAsync(new AuditFilter(), null, 10)).Count == 0);
        Assert.True(TimeProvider.System.GetUtcNow() - import.At >= TimeSpan.FromSeconds(2));
        Assert.True(import.At >= began.AddMilliseconds(-1));
    }
}
