using Switchyard.Compute;
using Switchyard.Work;

namespace Switchyard.Tickets.Rules;

public sealed class TicketRowsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly TicketSubmission Submission = new("Dummy", TicketsRig.HashOf(7), "an upload", "192.0.2.7");
    private static readonly RunResult Result = new() { Outcome = RunOutcome.Completed, ResultBlob = "a result", ResultLength = 5 };

    private static WorkRow Row => TicketRows.Insert(7, Submission, 3, Now).New;

    private static WorkRow Completed => TicketRows.WithResult(Row, Result) with { Status = WorkStatus.Completed };

    [Fact]
    public void A_new_ticket_is_queued_with_its_upload()
    {
        var write = TicketRows.Insert(7, Submission, 3, Now);

        Assert.Equal(("ticket", "tickets", "Dummy", WorkStatus.Queued), (write.New.Kind, write.New.Queue, write.New.Name, write.New.Status));
        Assert.Equal(new WorkArtifact("upload", "payload", 0, Now, null, "an upload", 3), Assert.Single(write.Artifacts));
        Assert.Equal("an upload", TicketRows.OrderOf(write.New).Input.Archive);
        Assert.Equal(new ComputeEntry(7, "ticket", "Dummy", "tickets"), TicketRows.EntryOf(write.New));
    }

    [Fact]
    public void An_older_body_is_read_and_a_newer_one_too()
    {
        Assert.Equal(new TicketBody(), TicketBody.Deserialize([]));
        var body = TicketBody.Deserialize("""{"archive":"an upload","tokenHash":null,"later":{"unknown":[1]}}"""u8);
        Assert.Equal(("an upload", null, 0L), (body.Archive, body.Result, body.ResultLength));
        Assert.Empty(body.TokenHash);
    }

    [Theory]
    [InlineData(WorkStatus.Queued)]
    [InlineData(WorkStatus.Running)]
    [InlineData(WorkStatus.Failed)]
    [InlineData(WorkStatus.Cancelled)]
    [InlineData(WorkStatus.TimedOut)]
    public void Only_a_completed_ticket_has_a_result(WorkStatus status)
    {
        var row = Completed with { Status = status, Error = "why" };

        var ticket = TicketRows.Look(row, Submission.TokenHash)!;
        Assert.Equal((null, 0L), (ticket.ResultBlob, ticket.ResultLength));
        Assert.Equal(status.IsTerminal() ? "why" : null, ticket.Error);
        Assert.Null(TicketRows.ResultOf(row));
        Assert.Equal(5, TicketRows.Look(Completed, Submission.TokenHash)!.ResultLength);
        Assert.Equal("a result", TicketRows.ResultOf(Completed));
    }

    [Fact]
    public void Without_its_token_there_is_no_ticket()
    {
        Assert.Null(TicketRows.Look(Row, TicketsRig.HashOf(8)));
        Assert.Null(TicketRows.Look(Row, Submission.TokenHash[..16]));
        Assert.Null(TicketRows.Look(null, Submission.TokenHash));
        Assert.Null(TicketRows.Look(null, new byte[32]));
        Assert.Null(TicketRows.Look(Row with { Body = [] }, []));
        Assert.Null(TicketRows.Look(Row with { Body = [] }, new byte[32]));
        Assert.NotNull(TicketRows.Look(Row, Submission.TokenHash));
    }

    [Fact]
    public void A_result_is_taken_and_forgotten_and_nothing_else_changes()
    {
        var write = TicketRows.WithoutResult(new WorkWrite(Completed, Completed));
        var without = write.New;

        Assert.Null(TicketRows.ResultOf(without));
        Assert.Equal(Row.Body, without.Body);
        Assert.Equal(["a result"], write.Dropped);
        Assert.Empty(TicketRows.WithoutResult(new WorkWrite(Completed, Completed), keepsBlob: true).Dropped);
        Assert.Same(write, TicketRows.WithoutResult(write));
        Assert.Same(without, TicketRows.WithResult(without, Result with { Outcome = RunOutcome.Failed }));
        Assert.Same(without, TicketRows.WithResult(without, Result with { ResultBlob = null }));
    }

    [Fact]
    public void An_upload_is_dropped_and_nothing_else_changes()
    {
        var write = TicketRows.WithoutUpload(new WorkWrite(Completed, Completed));

        Assert.Null(TicketRows.UploadOf(write.New));
        Assert.Equal("an upload", TicketRows.UploadOf(Completed));
        Assert.Equal(["an upload"], write.Dropped);
        Assert.Equal("a result", TicketRows.ResultOf(write.New));
        Assert.Same(write, TicketRows.WithoutUpload(write));
        Assert.True(TicketRows.IsOf(write.New, Submission));
        Assert.False(TicketRows.IsOf(write.New, Submission with { Service = "Other" }));
        Assert.False(TicketRows.IsOf(Completed, Submission with { Archive = "another" }));
    }
}
