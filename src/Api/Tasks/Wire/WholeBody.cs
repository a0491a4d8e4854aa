namespace Switchyard.Tasks.Wire;

/// <summary>Reads a request's body into one piece. The routes bound their bodies themselves.</summary>
internal static class WholeBody
{
    /// <summary>Bytes of any body that is not streamed.</summary>
    public const int Most = 64 * 1024 * 1024;

    private const int FirstPiece = 64 * 1024;

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="BadHttpRequestException">It is longer than <see cref="Most"/>, or broken.</exception>
    public static async Task<PooledBuffer> ReadAsync(HttpContext context)
    {
        var told = context.Request.ContentLength;
        if (told > Most)
        {
            throw TooLong();
        }

        // What is told need not come: room is made as it does.
        var body = new PooledBuffer((int)Math.Min(told ?? FirstPiece, FirstPiece));
        try
        {
            while (body.Length != told)
            {
                var read = await context.Request.Body.ReadAsync(body.GetMemory(), context.RequestAborted);
                if (read == 0)
                {
                    break;
                }

                body.Advance(read);
                if (body.Length > Most)
                {
                    throw TooLong();
                }
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The text without a mark of the byte order.</summary>
    public static ReadOnlySpan<byte> SkipMark(ReadOnlySpan<byte> json) => json.StartsWith(Mark) ? json[Mark.Length..] : json;

    private static BadHttpRequestException TooLong() =>
        new($"The request's body is longer than {Most} bytes.", StatusCodes.Status413PayloadTooLarge);
}
