using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>Why a request makes no ticket.</summary>
/// <param name="Type">The last part of the problem's type.</param>
/// <param name="Detail">For people.</param>
internal sealed record TicketRefusal(int Status, string Type, string Detail)
{
    public const string UnknownService = "unknown-service";

    private const string Invalid = "invalid-request";

    public static TicketRefusal NoService { get; } =
        new(StatusCodes.Status400BadRequest, Invalid, "The form has no field 'service'.");

    public static TicketRefusal NoPayload { get; } =
        new(StatusCodes.Status400BadRequest, Invalid, "The form has no file 'payload'.");

    public static TicketRefusal OtherBody { get; } =
        new(StatusCodes.Status422UnprocessableEntity, "status-422", IdempotencyKey.OtherBody);

    public static TicketRefusal Malformed(string reason) =>
        new(StatusCodes.Status400BadRequest, Invalid, $"The form cannot be read: {reason}");

    public static TicketRefusal NotAvailable(string service) => new(
        StatusCodes.Status422UnprocessableEntity, UnknownService, $"There is no service '{service}' that a compute source may run.");

    public static TicketRefusal TooLong(long most) => new(
        StatusCodes.Status413PayloadTooLarge, "too-large", $"The request's body is longer than {most} bytes.");

    /// <summary>Of an archive; null when it is taken.</summary>
    public static TicketRefusal? Of(UploadCheck check) => check.Outcome switch
    {
        UploadOutcome.Ok => null,
        UploadOutcome.TooLarge => new(StatusCodes.Status413PayloadTooLarge, "too-large", Words(check)),
        UploadOutcome.TooManyEntries => new(StatusCodes.Status400BadRequest, "too-many-entries", Words(check)),
        UploadOutcome.Bomb => new(StatusCodes.Status400BadRequest, "bomb", Words(check)),
        _ => new(StatusCodes.Status400BadRequest, "not-an-archive", Words(check)),
    };

    private static string Words(UploadCheck check) => check.Message ?? "The payload is not taken.";
}
