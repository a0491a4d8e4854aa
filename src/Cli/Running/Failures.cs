using System.Net;
using System.Text.Json;
using Switchyard.Cli.Connection;
using Switchyard.Client.Http;

namespace Switchyard.Cli.Running;

/// <summary>What went wrong, as a line for people and a code for programs.</summary>
internal static class Failures
{
    /// <returns>Null: it is a mistake of this program's, which must be seen as it is.</returns>
    public static (int Code, string Text)? Of(Exception failure, Uri? address) => failure switch
    {
        UsageException => (ExitCode.Usage, failure.Message),
        SettingsException => (ExitCode.Usage, failure.Message),
        SwitchyardException refused => (CodeOf(refused.Status), TextOf(refused)),
        HttpRequestException or TimeoutException => (ExitCode.Unreachable, $"{address} does not answer: {failure.Message}"),
        JsonException => (ExitCode.Failed, $"What {address} answers is not what a node of Switchyard answers: {failure.Message}"),
        IOException or UnauthorizedAccessException => (ExitCode.Failed, failure.Message),
        _ => null,
    };

    public static int CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => ExitCode.NotFound,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => ExitCode.Unreachable,
        >= HttpStatusCode.InternalServerError => ExitCode.Failed,
        _ => ExitCode.Refused,
    };

    private static string TextOf(SwitchyardException refused)
    {
        var hint = refused.Status switch
        {
            HttpStatusCode.Unauthorized => "\nGive a key: --key-file FILE, or SWITCHYARD_API_KEY.",
            _ => "",
        };
        var request = refused.RequestId is { } id ? $"\nrequest {id}" : "";
        return $"{refused.Problem.Title ?? refused.Status.ToString()}: {refused.Detail ?? $"status {(int)refused.Status}"}{hint}{request}";
    }
}
