using System.Net;
using Switchyard.Yard;

namespace Switchyard.Jobs;

public sealed class DatasetRoutesTests(DatasetCluster cluster) : JobsTest(cluster), IClassFixture<DatasetCluster>
{
    [Fact]
    public async Task Datasets_are_shown_as_the_original_shows_them() => Assert.Equal(
        (HttpStatusCode.OK,
            """[{"datasetName":"KJOENN","hasMetadata":true,"hasData":true,"isArchived":false},{"datasetName":"BOSTED","hasMetadata":true,"hasData":false,"isArchived":true}]"""),
        await SendAsync(HttpMethod.Get, "/importable-datasets"));

    [Theory]
    [InlineData(DatasetDeletion.Deleted, HttpStatusCode.OK, "OK, {0} deleted")]
    [InlineData(DatasetDeletion.NotFound, HttpStatusCode.NotFound, "File {0} not found")]
    [InlineData(DatasetDeletion.TargetBusy, HttpStatusCode.Conflict, "Job already in progress for {0}: its file is not deleted")]
    [InlineData(DatasetDeletion.Failed, HttpStatusCode.InternalServerError, "{0} could not be deleted: the service's log says why")]
    public async Task A_deletion_is_told(DatasetDeletion outcome, HttpStatusCode status, string text)
    {
        var name = NewTarget();
        await cluster.ArrangeAsync(name, outcome);
        using var deletions = Yard.Faults.On<ITargetGrain>(
            nameof(ITargetGrain.DeleteDatasetAsync),
            call => call.Key == TargetKeys.KeyOf(name),
            async call =>
            {
                await call.InvokeAsync();
                call.Answer = outcome == DatasetDeletion.Failed ? outcome : call.Answer;
            });

        Assert.Equal(
            (status, $$"""{"message":"{{text.Replace("{0}", name, StringComparison.Ordinal)}}"}"""),
            await SendAsync(HttpMethod.Delete, $"/importable-datasets/{name}"));
        Assert.Equal(outcome, Assert.Single(deletions.Calls).Answer);
    }

    [Theory]
    [InlineData("kjoenn")]
    [InlineData("1A")]
    [InlineData("_A")]
    [InlineData("A.tar")]
    [InlineData("ÆØÅ")]
    [InlineData("A-B")]
    public async Task A_name_that_no_dataset_has_is_refused(string name) => Assert.Equal(
        (HttpStatusCode.BadRequest,
            $$"""{"message":"\"{{name}}\" contains invalid characters. Please use only uppercase A-Z, numbers 0-9 or \"_\""}"""),
        await SendAsync(HttpMethod.Delete, $"/importable-datasets/{Uri.EscapeDataString(name)}"));

    [Fact]
    public async Task A_name_that_no_file_can_have_is_not_found() => Assert.Equal(
        HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, $"/importable-datasets/{new string('A', 5000)}")).Status);
}

public sealed class NoDatasetsTests(YardCluster cluster) : JobsTest(cluster)
{
    [Fact]
    public async Task Without_a_directory_no_file_is_found()
    {
        var name = NewTarget();

        Assert.Equal(
            (HttpStatusCode.NotFound, $$"""{"message":"File {{name}} not found"}"""), await SendAsync(HttpMethod.Delete, $"/importable-datasets/{name}"));
        Assert.Equal(DatasetDeletion.NotConfigured, await Yard.Grains.GetTarget(name).DeleteDatasetAsync());
    }
}
