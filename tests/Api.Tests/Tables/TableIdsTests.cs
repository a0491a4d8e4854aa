using System.Net;
using Switchyard.Yard;

namespace Switchyard.Tables;

public sealed class TableIdsTests(YardCluster cluster) : YardTest(cluster)
{
    private const string Result = """{"cea":[{"row_id":1,"col_id":0,"mapped":"Q72"}],"cta":[],"cpa":[],"errors":[]}""";

    [Fact]
    public async Task A_table_that_was_handed_out_is_known_by_its_name()
    {
        var table = Yard.AddTable("known-1", "known-client-1");
        Yard.Answer("known-client-1", () => new GetWorkResult(GetWorkStatus.Assigned, table.Package) { TableId = table.Id });
        Yard.FindFailures["known-1"] = new([new InvalidDataException("It was asked for.")]);
        await Client.PostAsync("/getWork?client=known-client-1", null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeResult/known-1/?client=known-client-1")).StatusCode);

        Assert.Single(table.Results);
        Assert.Single(Yard.FindFailures["known-1"]);
    }

    [Fact]
    public async Task A_name_whose_table_is_another_by_now_is_asked_for_again()
    {
        var gone = Yard.AddTable("known-2", "known-client-2");
        Yard.Answer("known-client-2", () => new GetWorkResult(GetWorkStatus.Assigned, gone.Package) { TableId = gone.Id });
        await Client.PostAsync("/getWork?client=known-client-2", null, Cancelled);
        Yard.Tables.TryRemove(gone.Id, out _);
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeResult/known-2/?client=known-client-2")).StatusCode);

        var other = Yard.AddTable("known-2", "known-client-2");
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeResult/known-2/?client=known-client-2")).StatusCode);
        Yard.Tables.TryRemove(other.Id, out _);
        var third = Yard.AddTable("known-2", "known-client-2");
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeResult/known-2/?client=known-client-2")).StatusCode);

        Assert.Empty(gone.Results);
        Assert.Single(other.Results);
        Assert.Single(third.Results);
    }

    private Task<HttpResponseMessage> PutAsync(string path) => Client.PutAsync(path, new StringContent(Result), Cancelled);
}
