using Microsoft.AspNetCore.Http.Metadata;

namespace Switchyard.Hosting;

/// <summary>How many bytes a route takes; other routes take <see cref="Default"/>.</summary>
internal sealed record RequestSizeLimit(long Bytes) : IRequestSizeLimitMetadata
{
    public const long Default = 1024 * 1024;

    long? IRequestSizeLimitMetadata.MaxRequestBodySize => Bytes;
}
