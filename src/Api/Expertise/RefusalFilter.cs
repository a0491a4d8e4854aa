using System.Globalization;
using Switchyard.Hosting;

namespace Switchyard.Expertise;

/// <summary>A request is not served; the message says why, in the words of the original that it was for.</summary>
internal sealed class ExpertiseRefusedException(int status, string message) : Exception(message)
{
    /// <summary>The pause of a refusal that passes, when nothing better is known.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    public int Status => status;

    /// <summary>When to ask again; null when nothing is known of that.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>Whole seconds, at least one.</summary>
    public long PauseSeconds => (long)Math.Ceiling(TimeSpan.FromTicks(Math.Clamp((Pause ?? ShortPause).Ticks, TimeSpan.TicksPerSecond, LongestPause.Ticks)).TotalSeconds);
}

/// <summary>Answers refusals in the style of the request.</summary>
internal sealed class RefusalFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ExpertiseRefusedException refusal)
        {
            if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
            {
                context.HttpContext.Response.Headers.RetryAfter = refusal.PauseSeconds.ToString(CultureInfo.InvariantCulture);
            }

            return Failures.Answer(context.HttpContext, refusal.Status, refusal.Message);
        }
    }
}
