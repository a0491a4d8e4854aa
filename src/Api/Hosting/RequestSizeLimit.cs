using Microsoft.AspNetCore.Http.Metadata;

namespace Switchyard.Hosting;

/// <summary>Marks a route with a bound of its own for bodies; the server holds all others to <see cref="Default"/>.</summary>
/// <remarks>The server cuts the connection at its own limit, and a client in the middle of sending would never see the 413.</remarks>
/// <param name="bytes">Null: the route bounds its bodies itself.</param>
internal sealed class RequestSizeLimit(long? bytes) : IRequestSizeLimitMetadata
{
    /// <summary>Bytes.</summary>
    public const long Default = 1024 * 1024;

    public static RequestSizeLimit Own { get; } = new(null);

    long? IRequestSizeLimitMetadata.MaxRequestBodySize => bytes;
}
