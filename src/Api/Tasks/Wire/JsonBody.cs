namespace Switchyard.Tasks.Wire;

/// <summary>Bodies that must be JSON.</summary>
internal static class JsonBody
{
    /// <returns>Null: it is of another type, and that was answered.</returns>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static async Task<PooledBuffer?> ReadAsync(HttpContext context)
    {
        if (IsJson(context.Request))
        {
            return await WholeBody.ReadAsync(context);
        }

        await new Refusal(StatusCodes.Status415UnsupportedMediaType, $"The body must be {JsonReply.ContentType}.").AnswerAsync(context);
        return null;
    }

    /// <summary>Also where no type is said: of a body that is empty, none is left.</summary>
    public static bool IsJson(HttpRequest request) => request.ContentType is null || request.HasJsonContentType();
}
