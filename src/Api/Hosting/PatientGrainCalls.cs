using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Switchyard.Hosting;

/// <summary>
/// Repeats a front end's calls of <see cref="RepeatableAttribute"/> methods, so that the loss of a silo is a slow answer and
/// not an error. What grains call is left alone: their callers repeat, and a grain that waits holds up its queue.
/// </summary>
internal sealed class PatientGrainCalls(PatientCalls calls, TimeProvider time) : IOutgoingGrainCallFilter
{
    /// <summary>
    /// A front end alone is not told that a silo has died behind its gateway: an answer that was lost there is only missed. By
    /// now the cluster has noticed, and the second asking is answered; the first answer of the two counts.
    /// </summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(3);

    private static readonly AsyncLocal<bool> Again = new();

    private readonly ConcurrentDictionary<MethodInfo, Rule> _rules = [];

    private enum Rule
    {
        Once,
        Repeat,
        RepeatAndMiss,
    }

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (Again.Value || !IsFromOutside(context) || context.InterfaceMethod is not { } method)
        {
            return context.Invoke();
        }

        var rule = _rules.GetOrAdd(method, RuleOf);
        return rule == Rule.Once ? context.Invoke()
            : PatientCalls.IsPatient ? CallAsync()
            : calls.AskAsync(CallAsync, context.Request.GetCancellationToken());

        Task CallAsync() => rule == Rule.RepeatAndMiss ? InvokeOrMissAsync(context, method) : context.Invoke();
    }

    /// <remarks>A node's front end calls by way of the client in its silo.</remarks>
    private static bool IsFromOutside(IOutgoingGrainCallContext context) => context.SourceId is not { } source || source.IsClient();

    /// <remarks>What has a time of its own may take it.</remarks>
    private static Rule RuleOf(MethodInfo method) =>
        !method.IsDefined(typeof(RepeatableAttribute)) ? Rule.Once
        : method.IsDefined(typeof(ResponseTimeoutAttribute)) ? Rule.Repeat
        : Rule.RepeatAndMiss;

    private async Task InvokeOrMissAsync(IOutgoingGrainCallContext context, MethodInfo method)
    {
        var first = context.Invoke();
        try
        {
            await first.WaitAsync(LostAfter, time);
            return;
        }
        catch (TimeoutException) when (!first.IsCompleted)
        {
        }

        // The context of a call that is under way cannot be invoked again: this is a new call of the same method.
        Again.Value = true;
        var again = (Task)method.Invoke(context.Grain, ArgumentsOf(context.Request))!;
        var answered = await Task.WhenAny(first, again);
        (answered == first ? again : first).Ignore();
        await answered;
        if (answered == again)
        {
            // The context's own setter knows the type of the answer.
            context.Result = method.ReturnType == typeof(Task) ? null : again.GetType().GetProperty("Result")!.GetValue(again);
        }
    }

    private static object?[] ArgumentsOf(IInvokable request) =>
        [.. Enumerable.Range(0, request.GetArgumentCount()).Select(request.GetArgument)];
}
