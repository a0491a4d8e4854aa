using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Switchyard.Auth;
using Switchyard.Auth.Once;
using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Hosting;

namespace Switchyard.Tickets.Uploads;

/// <summary>
/// Makes tickets from uploads: into the blob store while it arrives, checked there by the cluster, and only then a ticket.
/// What is refused leaves neither.
/// </summary>
internal sealed class TicketIntake(IGrainFactory grains, IBlobStore blobs, PatientCalls calls, OncePlans once, TicketsOptions options)
{
    private const int LongestName = 1000;

    /// <summary>Bytes of a form without files.</summary>
    private const int PlainForm = 64 * 1024;

    /// <summary>Reads a request with the field <c>service</c> and the file <c>payload</c>, in any order.</summary>
    /// <param name="isOnce">Whether the header <c>Idempotency-Key</c> counts.</param>
    public async Task<TakenTicket> TakeAsync(HttpRequest request, bool isOnce, CancellationToken cancellationToken)
    {
        string? wrong = null;
        var hasKey = isOnce && IdempotencyKey.Read(request.HttpContext, out wrong) is not null;
        if (wrong is not null)
        {
            return new TakenTicket(TicketRefusal.Malformed(wrong));
        }

        if (request.ContentLength > options.MaxRequestBytes)
        {
            return new TakenTicket(TicketRefusal.TooLong(options.MaxRequestBytes));
        }

        var body = new CappedBody(request.Body, options.MaxRequestBytes);
        try
        {
            return FormParts.BoundaryOf(request) is { } boundary
                ? await TakeAsync(new FormParts(boundary, body), request.HttpContext, hasKey, cancellationToken)
                : new TakenTicket(await JudgePlainAsync(request, cancellationToken));
        }
        catch (BlobTooLargeException)
        {
            return new TakenTicket(TicketRefusal.TooLong(options.MaxRequestBytes));
        }
        catch (InvalidDataException malformed)
        {
            return new TakenTicket(TicketRefusal.Malformed(malformed.Message));
        }
        catch (IOException) when (body.Ended)
        {
            return new TakenTicket(TicketRefusal.Malformed("it ends too early."));
        }
    }

    /// <summary>Makes a ticket for an archive that is in the blob store.</summary>
    /// <param name="service">A known one.</param>
    /// <param name="upload">Kept when there is a ticket, or may be one.</param>
    public Task<TakenTicket> SubmitAsync(string service, OwnBlob upload, HttpContext context, CancellationToken cancellationToken) =>
        SubmitAsync(service, upload, context, hash: null, cancellationToken);

    /// <param name="hash">Of the archive, where the request may be sent again under its key; else null.</param>
    private async Task<TakenTicket> SubmitAsync(
        string service, OwnBlob upload, HttpContext context, byte[]? hash, CancellationToken cancellationToken)
    {
        var uploads = grains.GetUploads();
        var check = await calls.AskAsync(
            () => uploads.CheckAsync(upload.Id!, options.MaxUnpackedBytes, options.MaxEntries), cancellationToken);
        if (TicketRefusal.Of(check) is { } refusal)
        {
            return new TakenTicket(refusal);
        }

        var id = check.TicketId ?? await calls.AskAsync(uploads.ReserveIdAsync, cancellationToken);
        var token = TicketToken.New();
        if (hash is not null)
        {
            var planned = await once.PlanAsync(context, "ticket", new { service, hash }, new TicketPlan(id, token));
            (id, token) = planned.Plan;
            if (planned.Refusal is not null)
            {
                return new TakenTicket(TicketRefusal.OtherBody);
            }

            var first = TicketToken.Hash(token);
            if (!planned.IsFirst && await calls.AskAsync(() => grains.GetTicket(id).LookAsync(first), cancellationToken) is not null)
            {
                return new TakenTicket(id, token);
            }
        }

        var submission = new TicketSubmission(service, TicketToken.Hash(token), upload.Id!, Networks.Text(context.Connection.RemoteIpAddress) ?? "")
        {
            ArchiveLength = check.Length,
            Owner = Operator.AccountOf(context),
        };
        upload.Keep();
        return await calls.AskAsync(() => grains.GetTicket(id).SubmitAsync(submission), cancellationToken)
            // Of two requests under one key at the same time either makes the ticket.
            || (hash is not null && await calls.AskAsync(() => grains.GetTicket(id).LookAsync(submission.TokenHash), cancellationToken) is not null)
            ? new TakenTicket(id, token)
            : throw new InvalidOperationException($"The id {id}, which was reserved, is another ticket's.");
    }

    private async Task<TakenTicket> TakeAsync(FormParts parts, HttpContext context, bool hasKey, CancellationToken cancellationToken)
    {
        using var hash = hasKey ? SHA256.Create() : null;
        string? service = null;
        await using var upload = new OwnBlob(blobs);
        while (await parts.NextAsync(cancellationToken) is { } part)
        {
            if (part is { Name: "service", IsFile: false } && service is null)
            {
                service = await part.ReadTextAsync(LongestName, cancellationToken) ?? "";
                if (!await IsKnownAsync(service, cancellationToken))
                {
                    return new TakenTicket(TicketRefusal.NotAvailable(service));
                }
            }
            else if (part is { Name: "payload", IsFile: true } && upload.Id is null)
            {
                await upload.WriteAsync(hash is null ? part.Body : new CryptoStream(part.Body, hash, CryptoStreamMode.Read), options.MaxRequestBytes, cancellationToken);
            }
        }

        return service is null ? new TakenTicket(TicketRefusal.NoService)
            : upload.Id is null ? new TakenTicket(TicketRefusal.NoPayload)
            : await SubmitAsync(service, upload, context, hash?.Hash, cancellationToken);
    }

    /// <summary>A form that has no files; but a service it may have.</summary>
    private async Task<TicketRefusal> JudgePlainAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return TicketRefusal.NoService;
        }

        using var reader = new FormReader(new CappedBody(request.Body, PlainForm));
        var form = await reader.ReadFormAsync(cancellationToken);
        return !form.TryGetValue("service", out var sent) || sent is not [{ } service, ..] ? TicketRefusal.NoService
            : !await IsKnownAsync(service, cancellationToken) ? TicketRefusal.NotAvailable(service)
            : TicketRefusal.NoPayload;
    }

    private async Task<bool> IsKnownAsync(string service, CancellationToken cancellationToken) =>
        service.Length > 0
        && OutsideText.IsSound(service)
        && await calls.AskAsync(() => grains.GetServices().FindAsync(service), cancellationToken) is not null;
}

/// <summary>A ticket that is to be made.</summary>
internal sealed record TicketPlan(long Id, string Token);

/// <summary>A new ticket, or why there is none: exactly one of token and refusal is not null.</summary>
internal readonly record struct TakenTicket(long Id, string? Token, TicketRefusal? Refusal = null)
{
    public TakenTicket(TicketRefusal refusal)
        : this(0, null, refusal)
    {
    }
}
