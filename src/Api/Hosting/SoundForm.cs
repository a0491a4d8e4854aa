using Microsoft.AspNetCore.Http.Features;

namespace Switchyard.Hosting;

/// <summary>
/// A request's form, whoever reads it: one that is malformed, or ends before its last boundary, is the sender's fault. The
/// framework tells the second as it tells a broken disk.
/// </summary>
internal sealed class SoundForm(HttpRequest request, FormFeature form) : IFormFeature
{
    public bool HasFormContentType => form.HasFormContentType;

    public IFormCollection? Form
    {
        get => form.Form;
        set => form.Form = value;
    }

    public static IApplicationBuilder Use(IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (IsForm(context.Request.ContentType))
        {
            context.Features.Set<IFormFeature>(new SoundForm(context.Request, new FormFeature(context.Request)));
        }

        return next(context);
    });

    /// <exception cref="BadHttpRequestException">It is no form, or not all of it.</exception>
    public async Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken)
    {
        var body = new CappedBody(request.Body, long.MaxValue);
        request.Body = body;
        try
        {
            return await form.ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException malformed)
        {
            throw new BadHttpRequestException(malformed.Message, malformed);
        }
        catch (IOException early) when (body.Ended && early is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The form ends too early.", early);
        }
    }

    /// <exception cref="NotSupportedException">It has not been read: a form is read asynchronously.</exception>
    public IFormCollection ReadForm() => Form ?? throw new NotSupportedException("A form is read asynchronously.");

    /// <summary>By the beginning alone: most requests have no form, and nothing is made for them.</summary>
    private static bool IsForm(string? type) => type is not null
        && (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase));
}
