namespace Switchyard.Hosting;

/// <summary>Tells text that every database and every wire can carry from text that breaks some of them.</summary>
internal static class OutsideText
{
    /// <summary>What is wrong with the others, to be put after the name of what holds it.</summary>
    public const string Refusal = "holds a NUL character or half of a surrogate pair.";

    /// <summary>Whether the text has no NUL character and is valid Unicode.</summary>
    public static bool IsSound(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is var index and >= 0)
        {
            if (index + 1 >= text.Length || !char.IsSurrogatePair(text[index], text[index + 1]) || text[..index].Contains('\0'))
            {
                return false;
            }

            text = text[(index + 2)..];
        }

        return !text.Contains('\0');
    }

    /// <summary>Refuses requests whose path or query is not sound, whatever they are for.</summary>
    public static IApplicationBuilder UseSoundUrls(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var request = context.Request;
        if (IsSound(request.Path.Value)
            && request.Query.All(pair => IsSound(pair.Key) && pair.Value.All(value => IsSound(value))))
        {
            return next(context);
        }

        return Failures.Answer(context, StatusCodes.Status400BadRequest, $"The URL {Refusal}").ExecuteAsync(context);
    });
}
