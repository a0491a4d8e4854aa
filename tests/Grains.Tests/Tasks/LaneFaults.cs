using System.Collections.Concurrent;
using System.Reflection;
using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks;

/// <summary>What goes wrong with chosen calls of a real store. All other calls are as they are.</summary>
public class LaneFaults : DispatchProxy
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<Func<Task>, Task>>> _faults = [];
    private readonly ConcurrentDictionary<string, int> _calls = [];
    private readonly ConcurrentDictionary<string, int> _away = [];
    private object _store = null!;

    internal static (ILaneStore Store, LaneFaults Faults) Around(ILaneStore store)
    {
        var proxy = Create<ILaneStore, LaneFaults>();
        var faults = (LaneFaults)(object)proxy;
        faults._store = store;
        return (proxy, faults);
    }

    /// <summary>The next call of a method is made, and its answer is lost.</summary>
    internal void LoseAnswer(string method) => _faults.GetOrAdd(method, _ => []).Enqueue(async call =>
    {
        await call();
        throw new IOException("The answer is lost.");
    });

    /// <summary>The next call of a method is not made.</summary>
    internal void Refuse(string method) =>
        _faults.GetOrAdd(method, _ => []).Enqueue(_ => throw new IOException("The store is away."));

    /// <summary>The next call of a method is made when this is completed.</summary>
    internal TaskCompletionSource Hold(string method)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _faults.GetOrAdd(method, _ => []).Enqueue(async call =>
        {
            await release.Task;
            await call();
        });
        return release;
    }

    /// <summary>From now on calls of a method fail, as in an outage, until <see cref="Return"/>.</summary>
    internal void GoAway(string method) => _away[method] = 0;

    internal void Return(string method) => _away.TryRemove(method, out _);

    /// <summary>How many calls failed so.</summary>
    internal int Missed(string method) => _away.GetValueOrDefault(method);

    /// <summary>How often a method was called.</summary>
    internal int Calls(string method) => _calls.GetValueOrDefault(method);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _calls.AddOrUpdate(targetMethod!.Name, 1, (_, count) => count + 1);
        if (_away.TryGetValue(targetMethod.Name, out var missed))
        {
            _away.TryUpdate(targetMethod.Name, missed + 1, missed);
            throw new IOException("The store is away.");
        }

        if (!_faults.TryGetValue(targetMethod.Name, out var faults) || !faults.TryDequeue(out var fault))
        {
            return targetMethod.Invoke(_store, args);
        }

        var result = targetMethod.ReturnType.GetGenericArguments().Single();
        return typeof(LaneFaults).GetMethod(nameof(RunAsync), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(result).Invoke(this, [targetMethod, args, fault]);
    }

    private async Task<T> RunAsync<T>(MethodInfo method, object?[] arguments, Func<Func<Task>, Task> fault)
    {
        Task<T>? made = null;
        await fault(() => made = (Task<T>)method.Invoke(_store, arguments)!);
        return await made!;
    }
}
