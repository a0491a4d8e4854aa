using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Serialization.Invocation;

namespace Switchyard.Hosting;

/// <summary>
/// Repeats a front end's calls of <see cref="RepeatableAttribute"/> methods, so that the loss of a silo is a slow answer and
/// not an error. Others are given up in time where their caller repeats them (<see cref="PatientCalls"/>). What grains call is left
/// alone: their callers repeat, and a grain that waits holds up its queue.
/// </summary>
internal sealed partial class PatientGrainCalls(PatientCalls calls, LostGateways gateways, TimeProvider time, ILogger<PatientGrainCalls> logger)
    : IOutgoingGrainCallFilter
{
    /// <summary>
    /// A front end alone is not told that a silo has died behind its gateway: an answer that was lost there is only missed. By
    /// now the cluster has noticed, and the second asking is answered; the first answer of the two counts.
    /// </summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(3);

    /// <summary>What its caller repeats is given up after this: one that was only slow may take effect before the next, or after it.</summary>
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(5);

    private static readonly AsyncLocal<bool> Again = new();

    private readonly ConcurrentDictionary<MethodInfo, Rule> _rules = [];

    private enum Rule
    {
        /// <summary>It has a time of its own, and is not repeated.</summary>
        Leave,

        /// <summary>It is repeated by nobody but a caller that has patience.</summary>
        GiveUp,

        /// <summary>It is repeated, and has a time of its own: it may be slow.</summary>
        Repeat,

        RepeatAndMiss,
    }

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (Again.Value || !IsFromOutside(context) || context.InterfaceMethod is not { } method)
        {
            return context.Invoke();
        }

        return _rules.GetOrAdd(method, RuleOf) switch
        {
            Rule.Leave => context.Invoke(),
            Rule.GiveUp => PatientCalls.IsPatient ? InvokeOrGiveUpAsync(context, method) : context.Invoke(),
            Rule.Repeat => RepeatedAsync(() => InvokeOrLoseAsync(context, method)),
            _ => RepeatedAsync(() => InvokeOrMissAsync(context, method)),
        };

        Task RepeatedAsync(Func<Task> call) =>
            PatientCalls.IsPatient ? call() : calls.AskAsync(call, context.Request.GetCancellationToken());
    }

    /// <remarks>A node's front end calls by way of the client in its silo.</remarks>
    private static bool IsFromOutside(IOutgoingGrainCallContext context) => context.SourceId is not { } source || source.IsClient();

    private static Rule RuleOf(MethodInfo method)
    {
        var isRepeated = method.IsDefined(typeof(RepeatableAttribute));
        // One that is held back has a token, and whoever waits for it knows how long.
        var hasTime = method.IsDefined(typeof(ResponseTimeoutAttribute))
            || (!isRepeated && (method.IsDefined(typeof(OneWayAttribute)) || method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken))));
        return (isRepeated, hasTime) switch
        {
            (false, true) => Rule.Leave,
            (false, false) => Rule.GiveUp,
            (true, true) => Rule.Repeat,
            (true, false) => Rule.RepeatAndMiss,
        };
    }

    private async Task InvokeOrGiveUpAsync(IOutgoingGrainCallContext context, MethodInfo method)
    {
        var asked = context.Invoke();
        try
        {
            await asked.WaitAsync(GivenUpAfter, time);
        }
        catch (TimeoutException) when (!asked.IsCompleted)
        {
            asked.Ignore();
            throw new TimeoutException($"{NameOf(context, method)} was not answered in {GivenUpAfter.TotalSeconds:0} s and counts as lost.");
        }
    }

    private async Task InvokeOrMissAsync(IOutgoingGrainCallContext context, MethodInfo method)
    {
        var first = context.Invoke();
        try
        {
            await first.WaitAsync(LostAfter, time);
        }
        catch (TimeoutException) when (!first.IsCompleted)
        {
            await AskAgainAsync(context, method, first);
        }
    }

    /// <summary>It is asked again when a gateway was lost and it is not answered soon: through which one it went is not known.</summary>
    private async Task InvokeOrLoseAsync(IOutgoingGrainCallContext context, MethodInfo method)
    {
        // Before the call: what is lost from now on may be this one.
        var lost = gateways.Next;
        var first = context.Invoke();
        using var answered = new CancellationTokenSource();
        var missed = MissedAsync(lost, answered.Token);
        if (await Task.WhenAny(first, missed) == missed)
        {
            await AskAgainAsync(context, method, first);
            return;
        }

        await answered.CancelAsync();
        missed.Ignore();
        await first;
    }

    private async Task MissedAsync(Task lost, CancellationToken answered)
    {
        await lost.WaitAsync(answered);
        await Task.Delay(LostAfter, time, answered);
    }

    /// <summary>The context of a call that is under way cannot be invoked again: this is a new call of the same method.</summary>
    private async Task AskAgainAsync(IOutgoingGrainCallContext context, MethodInfo method, Task first)
    {
        LogAgain(NameOf(context, method));
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

    private static string NameOf(IOutgoingGrainCallContext context, MethodInfo method) => $"{method.DeclaringType?.Name}.{method.Name} of {context.TargetId}";

    [LoggerMessage(1023, LogLevel.Warning, "{Call} is not answered, and asked again")]
    private partial void LogAgain(string call);
}
