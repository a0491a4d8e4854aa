using System.Net;
using Switchyard.Yard;

namespace Switchyard.Tables;

[Collection(CampaignCluster.Name)]
public sealed class ReportTests(CampaignCluster cluster) : YardTest(cluster)
{
    [Theory]
    [InlineData("/getEvaluation", "{}\n")]
    [InlineData("/getAudit", """{"res":[{"methods":[],"step":"creation","task":"CEA"},""")]
    public async Task A_report_is_json(string url, string start)
    {
        var answer = await Client.PostAsync(url, null, Cancelled);

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.StartsWith(start, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_the_program_shows_no_details()
    {
        using var fault = Yard.Faults.On<ITableReportsGrain>(
            nameof(ITableReportsGrain.GetAnalysisAsync), _ => true, _ => throw new InvalidOperationException("secret detail"));

        var answer = await Client.PostAsync("/getAnalysis", null, Cancelled);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.StartsWith("<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_grain_stops_when_the_client_leaves()
    {
        using var ends = Yard.Faults.Watch<ITableExportsGrain>("DisposeAsync", _ => true);
        using (var answer = await Client.GetAsync("/downloadResults", HttpCompletionOption.ResponseHeadersRead, Cancelled))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await ends.Ended.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Fact]
    public async Task The_sign_of_life_is_its_path() => Assert.Equal("/test", await Client.GetStringAsync("/test", Cancelled));

    [Fact]
    public async Task The_wrong_method_is_405()
    {
        var answer = await Client.GetAsync("/getStats", Cancelled);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("<title>405 Method Not Allowed</title>", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }
}
