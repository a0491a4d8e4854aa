using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Switchyard.Client.Http;
using Switchyard.Client.Json;

namespace Switchyard.Client.Queues;

/// <summary>Queues: how they stand, their policies, and whether they hand anything out.</summary>
public sealed class QueuesClient
{
    private const string Route = "api/v1/queues";

    private readonly ApiTransport _api;

    internal QueuesClient(ApiTransport api) => _api = api;

    /// <summary>One queue.</summary>
    /// <returns>Null: there is none.</returns>
    /// <exception cref="SwitchyardException">Refused.</exception>
    public async Task<QueueInfo?> GetAsync(string queue, CancellationToken cancellationToken = default)
    {
        using var answer = await _api.SendAsync(new(HttpMethod.Get, PathOf(queue)) { Expected = [HttpStatusCode.NotFound] }, cancellationToken);
        return answer.Message.StatusCode == HttpStatusCode.NotFound ? null : await answer.ReadAsync(QueuesJson.Default.QueueInfo, cancellationToken);
    }

    /// <summary>Sets the policy of a queue as a whole, which makes the queue where there is none.</summary>
    /// <exception cref="SwitchyardException">Refused.</exception>
    public async Task<QueueInfo> PutPolicyAsync(string queue, QueuePolicy policy, CancellationToken cancellationToken = default)
    {
        var call = new ApiCall(HttpMethod.Put, PathOf(queue)) { Content = JsonBody.Of(policy, QueuesJson.Default.QueuePolicy) };
        using var answer = await _api.SendAsync(call, cancellationToken);
        return await answer.ReadAsync(QueuesJson.Default.QueueInfo, cancellationToken);
    }

    /// <summary>Lets a queue hand out nothing; what runs goes on.</summary>
    /// <param name="reason">For people; null: none.</param>
    /// <exception cref="SwitchyardException">Refused.</exception>
    public async Task PauseAsync(string queue, string? reason = null, CancellationToken cancellationToken = default)
    {
        var call = new ApiCall(HttpMethod.Post, $"{PathOf(queue)}/pause") { Content = JsonBody.Of(new PauseRequest(reason), QueuesJson.Default.PauseRequest) };
        (await _api.SendAsync(call, cancellationToken)).Dispose();
    }

    /// <summary>Lets a paused queue go on.</summary>
    /// <exception cref="SwitchyardException">Refused.</exception>
    public async Task ResumeAsync(string queue, CancellationToken cancellationToken = default) =>
        (await _api.SendAsync(new(HttpMethod.Post, $"{PathOf(queue)}/resume"), cancellationToken)).Dispose();

    private static string PathOf(string queue) => $"{Route}/{Uri.EscapeDataString(queue)}";
}

internal sealed record PauseRequest(string? Reason);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SpanConverter)])]
[JsonSerializable(typeof(QueueInfo))]
[JsonSerializable(typeof(QueuePolicy))]
[JsonSerializable(typeof(PauseRequest))]
internal sealed partial class QueuesJson : JsonSerializerContext;
