using System.Collections.Concurrent;

namespace Switchyard.Nodes;

/// <summary>What goes wrong with chosen calls of grains, where only a fault shows something. All other calls are as they are.</summary>
public sealed class CallFaults : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<CallFault, bool> _atGrains = [];
    private readonly ConcurrentDictionary<CallFault, bool> _onTheWay = [];

    public Task Invoke(IIncomingGrainCallContext context) => InvokeAsync(_atGrains, context);

    public Task Invoke(IOutgoingGrainCallContext context) => InvokeAsync(_onTheWay, context);

    /// <summary>What happens to calls of a method where they are made, until it is disposed: the grain itself may be asked meanwhile.</summary>
    public CallFault OnTheWay<TGrain>(string method, Predicate<GrainCall> which, Func<GrainCall, Task> happen) =>
        Add(_onTheWay, new(call => call.MethodName == method && call.Grain is TGrain && which(new(call)), happen, ended => _onTheWay.TryRemove(ended, out _)));

    /// <summary>What happens to calls of a method in the turn of their grain, until it is disposed.</summary>
    /// <param name="method">Its name; of a stream the runtime's: <c>StartEnumeration</c>, <c>MoveNext</c>.</param>
    /// <param name="which">Of these calls; the first fault that takes a call has it.</param>
    /// <param name="happen">Instead of the call: it may invoke it, throw, answer, or wait.</param>
    public CallFault On<TGrain>(string method, Predicate<GrainCall> which, Func<GrainCall, Task> happen) => Add(
        _atGrains,
        new(
            call => call.MethodName == method
                && ((IIncomingGrainCallContext)call).TargetContext?.GrainInstance is TGrain
                && which(new(call)),
            happen,
            ended => _atGrains.TryRemove(ended, out _)));

    /// <summary>The next calls fail before they take effect, one after the other.</summary>
    public CallFault Fail<TGrain>(string method, Predicate<GrainCall> which, params Exception[] failures)
    {
        var left = new ConcurrentQueue<Exception>(failures);
        return On<TGrain>(method, which, call => left.TryDequeue(out var failure) ? throw failure : call.InvokeAsync());
    }

    /// <summary>The answers of the next calls are lost after these took effect, one after the other.</summary>
    public CallFault Lose<TGrain>(string method, Predicate<GrainCall> which, params Exception[] failures)
    {
        var left = new ConcurrentQueue<Exception>(failures);
        return On<TGrain>(method, which, async call =>
        {
            await call.InvokeAsync();
            if (left.TryDequeue(out var failure))
            {
                throw failure;
            }
        });
    }

    /// <summary>Nothing happens to the calls: what was asked is kept.</summary>
    public CallFault Watch<TGrain>(string method, Predicate<GrainCall> which) => On<TGrain>(method, which, call => call.InvokeAsync());

    /// <summary>No call that is made outside of grains gets to its grain, until it is disposed: as when no silo answers.</summary>
    public CallFault Away(Exception failure) => Add(
        _onTheWay,
        new(
            call => (call.SourceId is not { } source || source.IsClient())
                && call.InterfaceMethod.DeclaringType?.Namespace?.StartsWith(nameof(Switchyard), StringComparison.Ordinal) == true,
            _ => throw failure,
            ended => _onTheWay.TryRemove(ended, out _)));

    private static CallFault Add(ConcurrentDictionary<CallFault, bool> faults, CallFault fault)
    {
        faults[fault] = true;
        return fault;
    }

    private static async Task InvokeAsync(ConcurrentDictionary<CallFault, bool> faults, IGrainCallContext context)
    {
        foreach (var fault in faults.Keys)
        {
            if (fault.IsFor(context))
            {
                await fault.HappenAsync(context);
                return;
            }
        }

        await context.Invoke();
    }
}

/// <summary>A call of a grain, as it was when it came.</summary>
public sealed class GrainCall(IGrainCallContext context)
{
    private readonly object?[] _arguments =
        [.. Enumerable.Range(0, context.Request.GetArgumentCount()).Select(context.Request.GetArgument)];

    /// <summary>Of a grain whose key is a number.</summary>
    public long Id { get; } = context.TargetId.TryGetIntegerKey(out var id, out _) ? id : -1;

    public string Key { get; } = context.TargetId.Key.ToString() ?? "";

    /// <summary>What the caller is told.</summary>
    public object? Answer
    {
        get => context.Result;
        set => context.Result = value;
    }

    public T Argument<T>(int place) => (T)_arguments[place]!;

    /// <summary>Asks for something else than the caller did.</summary>
    public void SetArgument(int place, object value) => context.Request.SetArgument(place, value);

    public Task InvokeAsync() => context.Invoke();
}

/// <summary>One fault, and the calls that it has taken.</summary>
public sealed class CallFault(Predicate<IGrainCallContext> isFor, Func<GrainCall, Task> happen, Action<CallFault> end) : IDisposable
{
    private readonly ConcurrentQueue<GrainCall> _calls = [];
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<GrainCall> Calls => [.. _calls];

    /// <summary>Completed when the first call has come.</summary>
    public Task Began => _began.Task;

    /// <summary>Completed when a call has taken effect, or failed.</summary>
    public Task Ended => _ended.Task;

    public bool IsFor(IGrainCallContext context) => isFor(context);

    public async Task HappenAsync(IGrainCallContext context)
    {
        var call = new GrainCall(context);
        _calls.Enqueue(call);
        _began.TrySetResult();
        try
        {
            await happen(call);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    public void Dispose() => end(this);
}
