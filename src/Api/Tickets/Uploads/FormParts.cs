using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Switchyard.Hosting;

namespace Switchyard.Tickets.Uploads;

/// <summary>A multipart form, read part by part as it arrives.</summary>
internal sealed class FormParts(string boundary, Stream body)
{
    private readonly MultipartReader _reader = new(boundary, body);

    /// <summary>The boundary; null when a request has no multipart form.</summary>
    public static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 200 } boundary
            ? boundary.ToString()
            : null;

    /// <summary>The next part that has a name; null at the end. The part before is skipped to its end.</summary>
    /// <exception cref="InvalidDataException">It is no form.</exception>
    /// <exception cref="IOException">It ends too early.</exception>
    public async Task<FormPart?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && HeaderUtilities.RemoveQuotes(disposition.Name) is { Length: > 0 } name)
            {
                return new FormPart(name.ToString(), disposition.IsFileDisposition(), section.Body);
            }
        }

        return null;
    }
}

/// <param name="IsFile">Whether it came with a file's name.</param>
internal readonly record struct FormPart(string Name, bool IsFile, Stream Body)
{
    /// <summary>The part as text; null when it is longer, or no text.</summary>
    /// <param name="most">Bytes.</param>
    public async Task<string?> ReadTextAsync(int most, CancellationToken cancellationToken)
    {
        var bytes = new byte[most + 1];
        var length = await Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return length <= most && OutsideText.IsSound(text) ? text : null;
    }
}
