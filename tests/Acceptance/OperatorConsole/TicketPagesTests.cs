using Microsoft.Playwright;
using Switchyard.Acceptance.Tickets;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>The pages of the Tickets door, with real uploads and runs.</summary>
[Collection(nameof(SampleNode))]
public sealed class TicketPagesTests(SampleNode node)
{
    [Fact]
    public async Task A_service_is_tried_by_its_form_followed_and_its_result_fetched()
    {
        await using var visit = await node.VisitAsync("/console/tickets");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Try FloatComputation" }).ClickAsync();
        await visit.Page.Locator("#input-f1").FillAsync("twelve");
        await visit.Page.Locator("#input-f2").FillAsync("2.5");
        await visit.Page.Locator("#input-op").SelectOptionAsync("multiply");
        await visit["try-send"].ClickAsync();
        await Expect(visit["field-f1-problem"]).ToHaveTextAsync("Not a number.");

        await visit.Page.Locator("#input-f1").FillAsync("12");
        await visit["try-send"].ClickAsync();
        await Expect(visit["result-text"]).ToHaveTextAsync("12.0 * 2.5 = 30.0");
        await Expect(visit["ticket-status"]).ToHaveTextAsync("completed");
        await Expect(visit["ticket-source"]).ToHaveTextAsync("cpu");
        await Expect(visit["token-copy"]).ToBeVisibleAsync();

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit["result-download"].ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        using var packed = new MemoryStream();
        await content.CopyToAsync(packed, TestContext.Current.CancellationToken);
        Assert.Equal("12.0 * 2.5 = 30.0"u8, Archive.ReadOnly(packed.ToArray()).Content);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_form_has_an_input_of_each_kind_and_what_is_said_in_it_arrives()
    {
        await using var visit = await node.VisitAsync($"/console/tickets/new?service={SampleNode.Segment}");
        await visit["try-send"].ClickAsync();
        await Expect(visit["field-scan-problem"]).ToHaveTextAsync("Choose a file.");
        await Expect(visit["field-mask-problem"]).ToHaveCountAsync(0);

        // Larger than what a circuit would take in one message.
        await visit.Page.Locator("#input-scan").SetInputFilesAsync(new FilePayload { Name = "head.2.nii.gz", MimeType = "application/gzip", Buffer = new byte[4 << 20] });
        await visit.Page.Locator("#input-level").FillAsync("0.25");
        await visit.Page.Locator("#input-rounds").FillAsync("7");
        await visit.Page.Locator("#input-organ").SelectOptionAsync("spleen");
        await visit.Page.GetByLabel("Largest part only").UncheckAsync();
        await visit["point-add"].ClickAsync();
        await visit.Page.GetByLabel("Seeds, point 2, y").FillAsync("-4.5");
        await visit.Page.Locator("#input-note").FillAsync("<i>\"quoted\"</i>");
        await visit["try-send"].ClickAsync();

        await Expect(visit["result-file"]).ToHaveCountAsync(2);
        await Expect(visit["result-text"].First).ToContainTextAsync("\"level\": 0.25, \"rounds\": 7, \"organ\": \"spleen\", \"largest\": false, \"seeds\": \"12,30,7;0,-4.5,0\"");
        await Expect(visit["run-log"]).ToContainTextAsync("slice 3 of 3");
        visit.AssertClean();
    }

    [Fact]
    public async Task A_ticket_that_failed_tells_why_with_its_last_lines()
    {
        await using var visit = await node.VisitAsync($"/console/tickets/{node.Work.Failed}");

        await Expect(visit["ticket-status"]).ToHaveTextAsync("failed");
        await Expect(visit["run-log"]).ToContainTextAsync(SampleFiles.LastWords);
        await Expect(visit["run-error"]).ToBeVisibleAsync();
        await Expect(visit["ticket-cancel"]).ToBeDisabledAsync();
        await Expect(visit["ticket-item"]).ToHaveAttributeAsync("href", $"console/work/{node.Work.Failed}");
    }

    [Fact]
    public async Task A_ticket_that_waits_tells_its_place_and_can_be_cancelled()
    {
        var ticket = await node.Door.SubmitAsync("Dummy", """{"dummyinput": "Barcelona"}""");
        await using var visit = await node.VisitAsync($"/console/tickets/{ticket.Id}");
        await Expect(visit["ticket-says"]).ToContainTextAsync("gpu0");
        await Expect(visit["ticket-position"]).ToBeVisibleAsync();

        await visit["ticket-cancel"].ClickAsync();
        await visit.Page.Locator("#confirm-reason").FillAsync("no longer needed");
        await visit["confirm-yes"].ClickAsync();

        await Expect(visit["ticket-status"]).ToHaveTextAsync("cancelled");
        await Expect(visit["run-error"]).ToHaveTextAsync("no longer needed");
    }

    [Fact]
    public async Task Tickets_are_listed_and_filtered()
    {
        await using var visit = await node.VisitAsync($"/console/tickets?service={SampleNode.Convert}&status=failed");

        await Expect(visit["ticket-row"]).ToHaveTextAsync([$"{node.Work.Failed}"]);
        await visit["filter-clear"].ClickAsync();
        await Expect(visit["ticket-row"].Filter(new() { HasText = $"{node.Work.Done}" })).ToHaveCountAsync(1);
        visit.AssertClean();
    }
}
