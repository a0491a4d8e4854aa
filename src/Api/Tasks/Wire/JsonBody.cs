namespace Switchyard.Tasks.Wire;

/// <summary>Bodies that must be JSON.</summary>
internal static class JsonBody
{
    /// <returns>Null: it is of another type, and that was answered.</returns>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static async Task<PooledBuffer?> ReadAsync(HttpContext context)
    {
        if (context.Request.HasJsonContentType())
        {
            return await WholeBody.ReadAsync(context);
        }

        await new Refusal(StatusCodes.Status415UnsupportedMediaType, $"The body must be {JsonReply.ContentType}.").AnswerAsync(context);
        return null;
    }
}
