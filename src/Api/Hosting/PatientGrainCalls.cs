using System.Collections.Concurrent;
using System.Reflection;

namespace Switchyard.Hosting;

/// <summary>
/// Repeats a front end's calls of <see cref="RepeatableAttribute"/> methods, so that the loss of a silo is a slow answer and
/// not an error. What grains call is left alone: their callers repeat, and a grain that waits holds up its queue.
/// </summary>
internal sealed class PatientGrainCalls(PatientCalls calls) : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<MethodInfo, bool> _repeatable = [];

    public Task Invoke(IOutgoingGrainCallContext context) =>
        !PatientCalls.IsPatient && IsFromOutside(context) && context.InterfaceMethod is { } method && _repeatable.GetOrAdd(method, IsRepeatable)
            ? calls.AskAsync(context.Invoke, context.Request.GetCancellationToken())
            : context.Invoke();

    /// <remarks>A node's front end calls by way of the client in its silo.</remarks>
    private static bool IsFromOutside(IOutgoingGrainCallContext context) => context.SourceId is not { } source || source.IsClient();

    private static bool IsRepeatable(MethodInfo method) =>
        method.IsDefined(typeof(RepeatableAttribute)) || method.DeclaringType?.IsDefined(typeof(RepeatableAttribute)) == true;
}
