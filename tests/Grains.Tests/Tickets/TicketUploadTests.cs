using System.Text.Json;
using Microsoft.Extensions.Options;
using Switchyard.Compute;
using Switchyard.Compute.Archives;

namespace Switchyard.Tickets;

public sealed class TicketUploadTests
{
    [Fact]
    public async Task A_bad_upload_has_a_name()
    {
        await using var rig = await new TicketsRig(null).UpAsync();
        var two = Tars.MakeFiles(("a", "1"), ("b", "2"));

        Assert.Equal(UploadOutcome.Ok, (await CheckAsync(two, maxEntries: 2)).Outcome);
        Assert.Equal(UploadOutcome.TooManyEntries, (await CheckAsync(two, maxEntries: 1)).Outcome);
        Assert.Equal(UploadOutcome.TooLarge, (await CheckAsync(two, maxBytes: 1)).Outcome);
        Assert.Equal(UploadOutcome.NotAnArchive, (await CheckAsync("This is no archive."u8.ToArray())).Outcome);
        Assert.Equal(UploadOutcome.Ok, (await CheckAsync(Tars.Gzip(Tars.MakeFile("zeros", new byte[64 << 20])))).Outcome);
        Assert.Equal(UploadOutcome.TooLarge, (await CheckAsync(Tars.Gzip(Tars.MakeFile("zeros", new byte[64 << 20])), maxBytes: 1 << 20)).Outcome);
        Assert.Equal(UploadOutcome.NotAnArchive, (await CheckAsync([.. Tars.Gzip(two), 1])).Outcome);
        Assert.Equal(UploadOutcome.NotAnArchive, (await rig.Grains.GetUploads().CheckAsync(new string('0', 32), 1, 1)).Outcome);

        async Task<UploadCheck> CheckAsync(byte[] archive, long maxBytes = 1 << 30, int maxEntries = 10)
        {
            var check = await rig.Grains.GetUploads().CheckAsync(await rig.UploadAsync(archive), maxBytes, maxEntries);
            Assert.Equal(check.Outcome == UploadOutcome.Ok, check.Message is null);
            return check;
        }
    }

    [Fact]
    public async Task A_check_reserves_the_id_and_tells_the_length_so_that_nobody_looks_again()
    {
        await using var rig = await new TicketsRig(null).UpAsync();
        var archive = Tars.MakeFiles(("a", "1"));
        var first = await rig.Grains.GetUploads().CheckAsync(await rig.UploadAsync(archive), 1 << 20, 10);
        var second = await rig.Grains.GetUploads().CheckAsync(await rig.UploadAsync(archive), 1 << 20, 10);
        var refused = await rig.Grains.GetUploads().CheckAsync(await rig.UploadAsync(archive), 0, 10);

        Assert.Equal((archive.Length, archive.Length), (first.Length, second.Length));
        Assert.NotEqual(first.TicketId, second.TicketId);
        Assert.Equal((null, null), (refused.Length, refused.TicketId));

        // The length that was told is taken as it is: it would be another one if the upload were opened for it.
        var id = first.TicketId!.Value;
        var submission = await rig.SubmissionAsync(id, BuiltInServices.FloatComputation, archive);
        Assert.True(await rig.Grains.GetTicket(id).SubmitAsync(submission with { ArchiveLength = archive.Length + 1 }));
        var artifact = Assert.Single(await rig.Store.ReadItemArtifactsAsync(id, "upload", TestContext.Current.CancellationToken)).Artifact;
        Assert.Equal(archive.Length + 1, artifact.Length);
    }

    [Fact]
    public async Task Services_are_listed_when_a_source_may_run_them()
    {
        await using var rig = await new TicketsRig(null)
        {
            Services = new() { Commands = [Commands.History, Commands.Stubborn] },
            Compute = new()
            {
                Sources =
                [
                    new() { Name = "0", Services = [BuiltInServices.Threshold] },
                    new() { Name = "1", Services = [Commands.History.Name, BuiltInServices.FloatComputation] },
                ],
            },
        }.UpAsync();

        var listed = await rig.Grains.GetServices().ListAsync();
        Assert.Equal(["FloatComputation", "Threshold", "history"], listed.Select(service => service.Name));
        Assert.Equal(listed[1], await rig.Grains.GetServices().FindAsync("Threshold"));
        Assert.Null(await rig.Grains.GetServices().FindAsync("stubborn"));
        Assert.Null(await rig.Grains.GetServices().FindAsync("threshold"));
        Assert.Null(await rig.Grains.GetServices().FindAsync("nothing"));
        using var inputs = JsonDocument.Parse(listed[1].Interface);
        Assert.Equal(["volume", "largestComponent"], inputs.RootElement.EnumerateObject().Select(input => input.Name));
        Assert.Equal("boolean", inputs.RootElement.GetProperty("largestComponent").GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_node_with_a_service_that_is_wrong_does_not_start()
    {
        await using var rig = new TicketsRig(null) { Services = new() { Commands = [Commands.History, new() { Name = "Dummy" }] } };

        var refused = await Assert.ThrowsAnyAsync<OptionsValidationException>(rig.UpAsync);
        Assert.Equal(["Services:1:Name", "Services:1:Command"], refused.Failures.Select(failure => string.Join(':', failure.Split(':')[..3])));
    }
}
