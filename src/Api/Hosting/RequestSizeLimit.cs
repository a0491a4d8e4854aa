using Microsoft.AspNetCore.Http.Metadata;

namespace Switchyard.Hosting;

/// <summary>Marks a route with a bound of its own for bodies; all others are held to <see cref="Default"/> (see <see cref="UnreadBodies"/>).</summary>
/// <param name="bytes">Null: the route bounds its bodies itself.</param>
internal sealed class RequestSizeLimit(long? bytes) : IRequestSizeLimitMetadata
{
    /// <summary>Bytes.</summary>
    public const long Default = 1024 * 1024;

    public static RequestSizeLimit Own { get; } = new(null);

    long? IRequestSizeLimitMetadata.MaxRequestBodySize => bytes;
}
