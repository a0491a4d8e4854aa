using System.Net;
using Switchyard.Yard;

namespace Switchyard.Tables;

public sealed class TableIdsTests(YardCluster cluster) : YardTest(cluster)
{
    private const string Result = """{"cea":[{"row_id":1,"col_id":0,"mapped":"Q72"}],"cta":[],"cpa":[],"errors":[]}""";

    [Fact]
    public async Task A_table_that_was_handed_out_is_known_by_its_name()
    {
        var table = await Yard.Tables.AddAsync("known-1", "known-client-1");
        var package = await table.Grain.DescribeAsync();
        using var handedOut = Yard.Faults.On<ICampaignGrain>(
            nameof(ICampaignGrain.GetWorkAsync),
            call => call.Argument<string>(0) == "known-client-1",
            call =>
            {
                call.Answer = new GetWorkResult(GetWorkStatus.Assigned, package) { TableId = table.Id };
                return Task.CompletedTask;
            });
        using var asked = Asked("known-1");
        await Client.PostAsync("/getWork?client=known-client-1", null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeResult/known-1/?client=known-client-1")).StatusCode);

        Assert.Single(handedOut.Calls);
        Assert.Empty(asked.Calls);
    }

    [Fact]
    public async Task A_name_whose_table_is_gone_is_asked_for_again()
    {
        var table = await Yard.Tables.AddAsync("known-2", "known-client-2", "known-client-3", "known-client-4");
        using var asked = Asked("known-2");
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeResult/known-2/?client=known-client-2")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeResult/known-2/?client=known-client-3")).StatusCode);
        Assert.Single(asked.Calls);

        using (Yard.Faults.On<ITableGrain>(
            nameof(ITableGrain.StoreResultAsync),
            call => call.Id == table.Id,
            call =>
            {
                call.Answer = StoreOutcome.UnknownTable;
                return Task.CompletedTask;
            }))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeResult/known-2/?client=known-client-4")).StatusCode);
        }

        Assert.Equal(2, asked.Calls.Count);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeResult/known-2/?client=known-client-4")).StatusCode);
        Assert.Equal(2, asked.Calls.Count);
    }

    private CallFault Asked(string name) =>
        Yard.Faults.Watch<ITableReportsGrain>(nameof(ITableReportsGrain.FindAsync), call => call.Argument<string>(0) == name);

    private Task<HttpResponseMessage> PutAsync(string path) => Client.PutAsync(path, new StringContent(Result), Cancelled);
}
