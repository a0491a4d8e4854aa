using Switchyard.Hosting;

namespace Switchyard.Work.Once;

/// <summary>
/// Makes requests that are sent again make nothing again. What a request under a key is to make (the id, a secret) is planned before
/// it is made, and the first plan is everybody's: whoever sends the request again makes the same, which is there already, also when a
/// node died in between. A stateless worker; the key of the grain is always 0.
/// </summary>
[Alias("switchyard.work.once-grain")]
public interface IOnceGrain : IGrainWithIntegerKey
{
    /// <summary>Answered after the commit. A plan is kept for 24 hours.</summary>
    [Alias("plan"), Repeatable]
    Task<OncePlan> PlanAsync(OnceRequest request);
}

/// <summary>A request under a key.</summary>
/// <param name="Scope">What it makes: keys of one sender for different things have nothing to do with each other.</param>
/// <param name="Owner">Whose key it is; empty where nobody signs in.</param>
/// <param name="Hash">SHA-256 of what was sent.</param>
/// <param name="Plan">What it is to make, if it is the first; secrets in it are protected by who made it.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.once-request")]
public sealed record OnceRequest(
    [property: Id(0)] string Scope, [property: Id(1)] string Owner, [property: Id(2)] string Key, [property: Id(3)] byte[] Hash, [property: Id(4)] byte[] Plan);

/// <param name="Plan">The first request's; null: that one had another body.</param>
/// <param name="IsFirst">Nobody sent it before.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.once-plan")]
public sealed record OncePlan([property: Id(0)] byte[]? Plan, [property: Id(1)] bool IsFirst);
