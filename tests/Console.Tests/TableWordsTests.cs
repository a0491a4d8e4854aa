using Switchyard.Tables;
using Switchyard.Tables.Pages;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

public sealed class TableWordsTests
{
    private static readonly DateTimeOffset _now = Samples.Start;

    private static readonly WorkItemView _queued = Samples.Queued;

    [Fact]
    public void A_table_waits_for_what_it_says_itself()
    {
        Assert.Equal("Waits: not before noon", WaitReason.Of(_queued, new(WaitingCodes.NotBefore, "not before noon"), _now));
        Assert.Equal("Waits.", WaitReason.Of(_queued, null, _now));
    }

    [Fact]
    public void A_table_that_is_out_names_its_holder_and_how_long()
    {
        var running = _queued with { Status = WorkStatus.Running, LeaseOwner = "c", LeaseNumber = 3, LeaseExpiresAt = _now.AddMinutes(2) };

        Assert.Equal("Out with c under lease 3, for 2 minutes more.", WaitReason.Of(running, null, _now));
        Assert.Equal("Out with c under lease 3, which has run out.", WaitReason.Of(running, null, _now.AddMinutes(2)));
    }

    [Fact]
    public void Assignments_and_attempts_of_one_lease_are_one_story_newest_first()
    {
        var stories = LeaseHistory.Of(
            [Assigned(1, result: "r"), Assigned(3, held: true)],
            [Ended(1, AttemptOutcome.Completed), Ended(2, AttemptOutcome.Expired)]);

        Assert.Equal([3L, 2, 1], stories.Select(story => story.LeaseNumber));
        Assert.Equal(["held", "expired", "result"], stories.Select(story => story.Outcome));
        Assert.Equal("w", stories[1].Client);
    }

    [Fact]
    public void A_result_that_carried_errors_says_so()
    {
        var story = Assert.Single(LeaseHistory.Of([Assigned(1, result: "r", error: "e")], []));

        Assert.Equal("result with errors", story.Outcome);
    }

    [Theory]
    [InlineData("it's; rm -rf $HOME")]
    [InlineData("`id` $(id) \"x\" \\ &")]
    public async Task A_hostile_name_stays_one_argument_of_the_shell(string name)
    {
        var command = CurlCommands.Reset("http://h", name).Replace("curl ", "printf '%s\\n' ", StringComparison.Ordinal);
        using var shell = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", command }, RedirectStandardOutput = true })!;
        var arguments = (await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');

        Assert.Equal(["-X", "POST", "http://h/api/v1/tables/reset", "-H", "Content-Type: application/json", "-d"], arguments[..^1]);
        using var body = System.Text.Json.JsonDocument.Parse(arguments[^1]);
        Assert.Equal(name, body.RootElement.GetProperty("tables")[0].GetString());
    }

    [Theory]
    [InlineData(0, "under 1 second")]
    [InlineData(999, "under 1 second")]
    [InlineData(1_000, "1 second")]
    [InlineData(94_000, "1 minute 34 seconds")]
    public void A_span_of_less_than_a_second_is_not_told_as_none(int milliseconds, string words) =>
        Assert.Equal(words, TableSpans.Of(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void A_campaign_promises_an_end_only_while_somebody_works()
    {
        var hour = new CampaignStatistics
        {
            Tables = 3,
            Unfinished = 2,
            Remaining = TimeSpan.FromHours(1),
            Clients = new(0, 1, 1, 1),
            Cea = new(0, 0),
            Cta = new(0, 0),
            Cpa = new(0, 0),
        };
        var pause = new QueuePause("ann", "lunch", _now);

        Assert.Equal("1 hour", CampaignEnd.Of(hour, null));
        Assert.Equal("1 second", CampaignEnd.Of(hour with { Remaining = TimeSpan.FromMilliseconds(3) }, null));
        Assert.Equal("Paused", CampaignEnd.Of(hour, pause));
        Assert.Equal("1 hour", CampaignEnd.Of(hour with { Running = 1 }, pause));
        Assert.Equal("No client asks", CampaignEnd.Of(hour with { Clients = new(0, 0, 1, 1) }, null));
        Assert.Equal("Done", CampaignEnd.Of(hour with { Unfinished = 0 }, pause));
    }

    private static Assignment Assigned(long lease, string? result = null, string? error = null, bool held = false) =>
        new(lease, "c", _now, _now.AddHours(1), null, result, error, held);

    private static AttemptView Ended(long lease, AttemptOutcome outcome) => new(lease, "w", _now, _now, outcome, null);
}
