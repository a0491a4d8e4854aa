using System.Runtime.CompilerServices;

namespace Switchyard.Hosting;

/// <summary>
/// References to grains by key, cheaply: the framework's own way looks through the attributes of the interface each time,
/// which on a path of two or three calls is a tenth of the processor's work.
/// </summary>
public static class GrainReferences
{
    public static TGrain Reach<TGrain>(this IGrainFactory grains, string key)
        where TGrain : IGrainWithStringKey => Known<TGrain>.Find(grains) is { } names
            ? (TGrain)grains.GetGrain(GrainId.Create(names.Grain, IdSpan.Create(key)), names.Interface)
            : Known<TGrain>.Learn(grains, grains.GetGrain<TGrain>(key));

    public static TGrain Reach<TGrain>(this IGrainFactory grains, long key)
        where TGrain : IGrainWithIntegerKey => Known<TGrain>.Find(grains) is { } names
            ? (TGrain)grains.GetGrain(GrainId.Create(names.Grain, GrainIdKeyExtensions.CreateIntegerKey(key)), names.Interface)
            : Known<TGrain>.Learn(grains, grains.GetGrain<TGrain>(key));

    public static TGrain Reach<TGrain>(this IGrainFactory grains, Guid key)
        where TGrain : IGrainWithGuidKey => Known<TGrain>.Find(grains) is { } names
            ? (TGrain)grains.GetGrain(GrainId.Create(names.Grain, GrainIdKeyExtensions.CreateGuidKey(key)), names.Interface)
            : Known<TGrain>.Learn(grains, grains.GetGrain<TGrain>(key));

    /// <summary>The grain of a type, for an interface that grains of several types have.</summary>
    public static TGrain Reach<TGrain>(this IGrainFactory grains, string type, long key)
        where TGrain : IGrainWithIntegerKey =>
        grains.GetGrain<TGrain>(GrainId.Create(GrainType.Create(type), GrainIdKeyExtensions.CreateIntegerKey(key)));

    /// <summary>The names of an interface and of the grain type behind it.</summary>
    private sealed record GrainNames(GrainType Grain, GrainInterfaceType Interface);

    private static class Known<TGrain>
        where TGrain : IAddressable
    {
        // Another cluster may have another type behind the interface.
        private static readonly ConditionalWeakTable<IGrainFactory, GrainNames> Names = [];

        public static GrainNames? Find(IGrainFactory grains) => Names.TryGetValue(grains, out var names) ? names : null;

        public static TGrain Learn(IGrainFactory grains, TGrain grain)
        {
            if (grain is GrainReference reference)
            {
                Names.AddOrUpdate(grains, new GrainNames(reference.GrainId.Type, reference.InterfaceType));
            }

            return grain;
        }
    }
}
