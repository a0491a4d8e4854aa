using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Tickets.Uploads;
using Switchyard.Work;

namespace Switchyard.Tickets.Classic;

/// <summary>
/// The classic protocol over tickets. A prediction is answered at once with a delayed response, whose id is that of the
/// ticket and its token: nothing is held open, nothing is kept here, and a ticket that failed ends the client's asking.
/// </summary>
internal sealed class ClassicPredictions(
    IGrainFactory grains, IBlobStore blobs, PatientCalls calls, TicketIntake intake, TicketLookup tickets, TicketsOptions options)
{
    private const int LongestId = 200;

    /// <summary>A service under the protocol; null while no source may run it.</summary>
    public Task<ServiceDefinition?> FindServiceAsync(string service, CancellationToken cancellationToken) =>
        calls.AskAsync(() => grains.GetServices().FindAsync(service), cancellationToken);

    public async Task<IResult> PredictAsync(string service, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new CappedBody(request.Body, options.MaxRequestBytes);
        try
        {
            var taken = await TakeAsync(service, request, body, cancellationToken);
            return taken.Refusal is { } refusal
                ? ClassicAnswer.Error(ClassicAnswer.RequestParsing, refusal.Detail)
                : ClassicAnswer.Delayed($"{taken.Id}-{taken.Token}");
        }
        catch (BlobTooLargeException)
        {
            return ClassicAnswer.Error(ClassicAnswer.RequestParsing, TicketRefusal.TooLong(options.MaxRequestBytes).Detail);
        }
        catch (InvalidDataException malformed)
        {
            return ClassicAnswer.Error(ClassicAnswer.RequestParsing, malformed.Message);
        }
        catch (IOException) when (body.Ended)
        {
            return ClassicAnswer.Error(ClassicAnswer.RequestParsing, "the form ends too early.");
        }
    }

    public async Task<IResult> RespondAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var requestId = await ReadIdAsync(request, cancellationToken) ?? "";
        var parts = requestId.Split('-', 2);
        var ticket = await tickets.FindAsync(parts[0], parts.Length == 2 ? parts[1] : null, cancellationToken);
        return ticket switch
        {
            null => ClassicAnswer.Text($"The results of request {WithoutToken(parts[0])} cannot be retrieved", "Error!"),
            { Item.Status: WorkStatus.Queued or WorkStatus.Running } => ClassicAnswer.Delayed(requestId),
            { Item.Status: WorkStatus.Completed } => new ClassicResults(ticket, grains, blobs, calls, options.MaxUnpackedBytes),
            _ => ClassicAnswer.Error(ClassicAnswer.Processing, ticket.Error ?? ticket.Item.Error ?? "the service failed."),
        };
    }

    private async Task<TakenTicket> TakeAsync(string name, HttpRequest request, CappedBody body, CancellationToken cancellationToken)
    {
        if (await FindServiceAsync(name, cancellationToken) is not { } service)
        {
            return new TakenTicket(TicketRefusal.NotAvailable(name));
        }

        if (FormParts.BoundaryOf(request) is not { } boundary)
        {
            throw new InvalidDataException("there is no multipart form.");
        }

        await using var form = new ClassicUpload(ClassicInterface.Inputs(service));
        await form.ReadAsync(new FormParts(boundary, body), cancellationToken);
        await using var upload = new OwnBlob(blobs);
        await using (var archive = await form.PackAsync(cancellationToken))
        {
            await upload.WriteAsync(archive, archive.Length, cancellationToken);
        }

        return await intake.SubmitAsync(service.Name, upload, request.HttpContext, cancellationToken);
    }

    private static string WithoutToken(string id) => id.Length > 0 && id.All(char.IsAsciiDigit) ? id : "unknown";

    private static async Task<string?> ReadIdAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return form["request_id"] is [{ Length: <= LongestId } id, ..] ? id : null;
        }
        catch (BadHttpRequestException malformed) when (malformed.StatusCode == StatusCodes.Status400BadRequest)
        {
            return null;
        }
    }
}
