using Microsoft.AspNetCore.Http.Metadata;

namespace Switchyard.Hosting;

/// <summary>Marks a route that bounds its bodies itself; the server holds all others to <see cref="Default"/>.</summary>
/// <remarks>The server cuts the connection at its own limit, and a client in the middle of sending would never see the 413.</remarks>
internal sealed class RequestSizeLimit : IRequestSizeLimitMetadata
{
    /// <summary>Bytes.</summary>
    public const long Default = 1024 * 1024;

    public static RequestSizeLimit Own { get; } = new();

    long? IRequestSizeLimitMetadata.MaxRequestBodySize => null;
}
