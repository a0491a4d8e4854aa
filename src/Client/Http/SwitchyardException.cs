using System.Net;

namespace Switchyard.Client.Http;

/// <summary>
/// A request that was refused, or that the node could not answer. What is ordinary (a stale lease, an unknown task) is a
/// result instead; a node that cannot be reached is an <see cref="HttpRequestException"/>.
/// </summary>
public sealed class SwitchyardException : Exception
{
    /// <param name="status">The status of HTTP.</param>
    /// <param name="problem">What the node said.</param>
    /// <param name="retryAfter">How long the node asks to be left alone; null: it does not.</param>
    public SwitchyardException(HttpStatusCode status, Problem problem, TimeSpan? retryAfter = null)
        : base($"{(int)status} {problem.Title ?? status.ToString()}: {problem.Detail ?? "no more was said"}{(problem.RequestId is { } id ? $" (request {id})" : "")}")
    {
        (Status, Problem, RetryAfter) = (status, problem, retryAfter);
    }

    /// <summary>The status of HTTP.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>All that was said.</summary>
    public Problem Problem { get; }

    /// <summary>A URI that is stable, to branch on; null when whoever answered was no Switchyard.</summary>
    public string? Type => Problem.Type;

    /// <summary>What is wrong, for people.</summary>
    public string? Detail => Problem.Detail;

    /// <summary>The id of the request, which the node's log has too.</summary>
    public string? RequestId => Problem.RequestId;

    /// <summary>How long the node asks to be left alone; null: it does not.</summary>
    public TimeSpan? RetryAfter { get; }
}
