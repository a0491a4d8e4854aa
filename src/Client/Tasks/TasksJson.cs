using System.Text.Json;
using System.Text.Json.Serialization;
using Switchyard.Client.Json;

namespace Switchyard.Client.Tasks;

/// <summary>The wire, without reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    // Payloads and results have up to 256 levels.
    MaxDepth = 300,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SpanConverter)])]
[JsonSerializable(typeof(NewTask))]
[JsonSerializable(typeof(IReadOnlyList<NewTask>))]
[JsonSerializable(typeof(SubmittedOne))]
[JsonSerializable(typeof(IReadOnlyList<SubmittedTask>))]
[JsonSerializable(typeof(ClaimRequest))]
[JsonSerializable(typeof(ClaimedTasks))]
[JsonSerializable(typeof(RenewRequest))]
[JsonSerializable(typeof(ItemList<Completion>))]
[JsonSerializable(typeof(ItemList<Failure>))]
[JsonSerializable(typeof(ItemList<Renewed>))]
[JsonSerializable(typeof(ItemList<Completed>))]
[JsonSerializable(typeof(ItemList<Failed>))]
[JsonSerializable(typeof(TaskInfo))]
[JsonSerializable(typeof(TaskPage))]
internal sealed partial class TasksJson : JsonSerializerContext;

internal sealed record ItemList<T>(IReadOnlyList<T> Items);

internal sealed record RenewRequest(IReadOnlyList<Renewal> Items, TimeSpan? Lease);

/// <summary>The answer to one task: all of it, of which its id and this are wanted.</summary>
internal sealed record SubmittedOne(long Id, bool Existing = false);
