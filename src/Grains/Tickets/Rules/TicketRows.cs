using System.Security.Cryptography;
using Switchyard.Compute;
using Switchyard.Work;

namespace Switchyard.Tickets.Rules;

/// <summary>How a ticket lies in its row. Pure.</summary>
internal static class TicketRows
{
    /// <summary>The role of the artifact that is the upload.</summary>
    public const string UploadRole = "upload";

    private const string UploadName = "payload";
    private static readonly byte[] NobodysHash = new byte[SHA256.HashSizeInBytes];

    /// <summary>Inserts the ticket. The upload is an artifact, so that it goes with the item, and only with it.</summary>
    /// <param name="archiveLength">Bytes of the upload.</param>
    public static WorkWrite Insert(long id, TicketSubmission submission, long archiveLength, DateTimeOffset now)
    {
        var row = new WorkRow
        {
            Id = id,
            Kind = TicketNames.Kind,
            Queue = TicketNames.Queue,
            Name = submission.Service,
            Owner = submission.Owner ?? submission.RemoteAddress,
            CreatedAt = now,
            Body = new TicketBody { TokenHash = submission.TokenHash, Archive = submission.Archive }.Serialize(),
        };
        return new(null, row)
        {
            Artifacts = [new(UploadRole, UploadName, LeaseNumber: 0, now, null, submission.Archive, archiveLength)],
        };
    }

    /// <summary>Whether the row came of this very submission.</summary>
    public static bool IsOf(WorkRow row, TicketSubmission submission)
    {
        var body = BodyOf(row);

        // The upload of one that has ended meanwhile may be gone. The token is nobody else's.
        return row.Name == submission.Service
            && (body.Archive ?? submission.Archive) == submission.Archive
            && CryptographicOperations.FixedTimeEquals(body.TokenHash, submission.TokenHash);
    }

    /// <summary>The ticket, for who has its token; a missing one costs the same comparison as another's.</summary>
    public static TicketView? Look(WorkRow? row, byte[] tokenHash)
    {
        var body = row is null ? null : BodyOf(row);
        var isOwn = CryptographicOperations.FixedTimeEquals(body?.TokenHash is { Length: > 0 } hash ? hash : NobodysHash, tokenHash);
        return row is not null && body is { TokenHash.Length: > 0 } && isOwn ? ViewOf(row, body) : null;
    }

    /// <summary>The ticket, for who may see all.</summary>
    public static TicketView? View(WorkRow? row) => row is null ? null : ViewOf(row, BodyOf(row));

    public static string ServiceOf(WorkRow row) => row.Name ?? "";

    public static ComputeEntry EntryOf(WorkRow row) => new(row.Id, row.Kind, ServiceOf(row), row.Queue, row.Priority);

    /// <summary>A ticket has no time limit of its own.</summary>
    public static RunOrder OrderOf(WorkRow leased) => new(
        leased.Id, leased.LeaseNumber, ServiceOf(leased), new(BodyOf(leased).Archive, new Dictionary<string, byte[]>()));

    /// <summary>The result that a client may have; null when there is none.</summary>
    public static string? ResultOf(WorkRow row) => row.Status == WorkStatus.Completed ? BodyOf(row).Result : null;

    public static WorkRow WithResult(WorkRow row, RunResult result) => result is { Outcome: RunOutcome.Completed, ResultBlob: { } blob }
        ? With(row, BodyOf(row) with { Result = blob, ResultLength = result.ResultLength })
        : row;

    /// <summary>The blob of the upload; null when it is not kept any longer.</summary>
    public static string? UploadOf(WorkRow row) => BodyOf(row).Archive;

    /// <summary>The upload goes with this transition; the same when there is none.</summary>
    public static WorkWrite WithoutUpload(WorkWrite write) => BodyOf(write.New) is { Archive: { } archive } body
        ? write with { New = With(write.New, body with { Archive = null }), Dropped = [.. write.Dropped, archive] }
        : write;

    /// <summary>The result goes with this transition; the same when there is none.</summary>
    /// <param name="keepsBlob">It is the ticket's no longer, but stays among its artifacts.</param>
    public static WorkWrite WithoutResult(WorkWrite write, bool keepsBlob = false) => BodyOf(write.New) is { Result: { } result } body
        ? write with
        {
            New = With(write.New, body with { Result = null, ResultLength = 0 }),
            Dropped = keepsBlob ? write.Dropped : [.. write.Dropped, result],
        }
        : write;

    private static TicketView ViewOf(WorkRow row, TicketBody body)
    {
        var hasResult = row.Status == WorkStatus.Completed && body.Result is not null;
        return new(
            row.ToView(),
            ServiceOf(row),
            row.Status.IsTerminal() ? row.Error : null,
            hasResult ? body.Result : null,
            hasResult ? body.ResultLength : 0);
    }

    private static WorkRow With(WorkRow row, TicketBody body) => row with { Body = body.Serialize() };

    private static TicketBody BodyOf(WorkRow row) => TicketBody.Deserialize(row.Body);
}
