using Switchyard.Hosting;

namespace Switchyard.Expertise;

/// <summary>A request is not served; the message says why, in the words of the original that it was for.</summary>
internal sealed class ExpertiseRefusedException(int status, string message) : Exception(message)
{
    public int Status => status;
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
                context.HttpContext.Response.Headers.RetryAfter = "2";
            }

            return Failures.Answer(context.HttpContext, refusal.Status, refusal.Message);
        }
    }
}
