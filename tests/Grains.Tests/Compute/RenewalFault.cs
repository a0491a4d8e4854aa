using System.Reflection;
using Switchyard.Work.Store;

namespace Switchyard.Compute;

/// <summary>The real store, whose renewals can be made to fail as those of a node that is cut off.</summary>
public class RenewalFault : DispatchProxy
{
    private IWorkStore _store = null!;

    public bool IsCutOff { get; set; }

    public static (IWorkStore Store, RenewalFault Fault) Around(IWorkStore store)
    {
        var proxy = Create<IWorkStore, RenewalFault>();
        var fault = (RenewalFault)(object)proxy;
        fault._store = store;
        return (proxy, fault);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        IsCutOff && targetMethod!.Name == nameof(IWorkStore.RenewAsync)
            ? throw new StoreUnavailableException("cut off", new TimeoutException())
            : targetMethod!.Invoke(_store, args);
}
