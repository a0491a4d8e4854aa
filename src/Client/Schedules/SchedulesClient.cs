using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Switchyard.Client.Http;
using Switchyard.Client.Json;

namespace Switchyard.Client.Schedules;

/// <summary>Schedules: tasks that come by the clock.</summary>
/// <remarks>All methods throw <see cref="SwitchyardException"/> when they are refused.</remarks>
public sealed class SchedulesClient
{
    private const string Route = "api/v1/schedules";

    private static readonly HttpStatusCode[] Unknown = [HttpStatusCode.NotFound];

    private readonly ApiTransport _api;

    internal SchedulesClient(ApiTransport api) => _api = api;

    /// <summary>Makes a schedule, or sets it anew.</summary>
    public async Task<ScheduleInfo> PutAsync(string name, NewSchedule schedule, CancellationToken cancellationToken = default)
    {
        var call = new ApiCall(HttpMethod.Put, PathOf(name)) { Content = JsonBody.Of(schedule, SchedulesJson.Default.NewSchedule) };
        using var answer = await _api.SendAsync(call, cancellationToken);
        return await answer.ReadAsync(SchedulesJson.Default.ScheduleInfo, cancellationToken);
    }

    /// <summary>One schedule.</summary>
    /// <returns>Null: there is none.</returns>
    public async Task<ScheduleInfo?> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        using var answer = await _api.SendAsync(new(HttpMethod.Get, PathOf(name)) { Expected = Unknown }, cancellationToken);
        return answer.Message.StatusCode == HttpStatusCode.NotFound ? null : await answer.ReadAsync(SchedulesJson.Default.ScheduleInfo, cancellationToken);
    }

    /// <summary>All schedules, by name; asks for the next part when it is needed.</summary>
    public async IAsyncEnumerable<ScheduleInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? after = null;
        do
        {
            using var answer = await _api.SendAsync(new(HttpMethod.Get, Query.Of(Route, ("after", after))), cancellationToken);
            var page = await answer.ReadAsync(SchedulesJson.Default.SchedulePage, cancellationToken);
            foreach (var schedule in page.Items)
            {
                yield return schedule;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>Removes a schedule; the tasks that it made stay.</summary>
    /// <returns>False: there is none.</returns>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        ActAsync(new(HttpMethod.Delete, PathOf(name)), cancellationToken);

    /// <summary>Submits its task now; its times stay as they are. Is not made again when its answer is lost.</summary>
    /// <returns>False: there is none.</returns>
    public Task<bool> RunAsync(string name, CancellationToken cancellationToken = default) =>
        ActAsync(new(HttpMethod.Post, $"{PathOf(name)}/run") { Repeatable = false }, cancellationToken);

    /// <summary>Lets it submit nothing.</summary>
    /// <returns>False: there is none.</returns>
    public Task<bool> PauseAsync(string name, CancellationToken cancellationToken = default) =>
        ActAsync(new(HttpMethod.Post, $"{PathOf(name)}/pause"), cancellationToken);

    /// <summary>Lets it go on.</summary>
    /// <returns>False: there is none.</returns>
    public Task<bool> ResumeAsync(string name, CancellationToken cancellationToken = default) =>
        ActAsync(new(HttpMethod.Post, $"{PathOf(name)}/resume"), cancellationToken);

    private static string PathOf(string name) => $"{Route}/{Uri.EscapeDataString(name)}";

    private async Task<bool> ActAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var answer = await _api.SendAsync(call with { Expected = Unknown }, cancellationToken);
        return answer.Message.StatusCode != HttpStatusCode.NotFound;
    }
}

internal sealed record SchedulePage(IReadOnlyList<ScheduleInfo> Items, string? Next = null);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = 300,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SpanConverter)])]
[JsonSerializable(typeof(NewSchedule))]
[JsonSerializable(typeof(ScheduleInfo))]
[JsonSerializable(typeof(SchedulePage))]
internal sealed partial class SchedulesJson : JsonSerializerContext;
