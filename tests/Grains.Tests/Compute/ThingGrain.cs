using System.Text;
using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>A door's item as small as can be: its body is its service's name.</summary>
public interface IThingGrain : IComputeItemGrain
{
    Task SubmitAsync(string service, TimeSpan? timeout);
}

[GrainType(Kind)]
public sealed class ThingGrain(
    [PersistentState("thing", WorkGrainStorage.Name)] IPersistentState<WorkState> state, ComputeItemServices services)
    : ComputeItemGrain(state, services), IThingGrain
{
    public const string Kind = "thing";
    public const string Queue = "things";

    public static PushQueue PushQueue { get; } = new(Queue, row => new(row.Id, row.Kind, NameOf(row), row.Queue, row.Priority));

    public Task SubmitAsync(string service, TimeSpan? timeout) => ActAsync(row => new Decision<bool>(true, row is not null ? null : new(null, new()
    {
        Id = this.GetPrimaryKeyLong(),
        Kind = Kind,
        Queue = Queue,
        CreatedAt = Now,
        Name = timeout?.ToString(),
        Body = Encoding.UTF8.GetBytes(service),
    })));

    protected override ComputeEntry EntryOf(WorkRow row) => new(row.Id, row.Kind, NameOf(row), row.Queue, row.Priority);

    protected override ValueTask<RunOrder> OrderAsync(WorkRow leased) => new(new RunOrder(
        leased.Id, leased.LeaseNumber, NameOf(leased), new(null, new Dictionary<string, byte[]>()), leased.Name is { } time ? TimeSpan.Parse(time, null) : null));

    private static string NameOf(WorkRow row) => Encoding.UTF8.GetString(row.Body);
}
