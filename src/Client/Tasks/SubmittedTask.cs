using System.Text.Json.Serialization;
using Switchyard.Client.Http;

namespace Switchyard.Client.Tasks;

/// <summary>What became of one task that was submitted.</summary>
/// <param name="Id">Null: it was refused.</param>
/// <param name="Existing">A task with this unique key was there already; the id is that one's.</param>
/// <param name="Error">Why it was refused; null: it was not.</param>
public sealed record SubmittedTask(long? Id, bool Existing = false, Problem? Error = null)
{
    /// <summary>Whether the task is on the node's disk.</summary>
    [JsonIgnore]
    public bool IsAccepted => Id is not null;
}
