using Microsoft.Extensions.DependencyInjection.Extensions;
using Switchyard.Compute.Programs;
using Switchyard.Hosting;

namespace Switchyard.Doors;

/// <summary>
/// What a silo asks of a door. It asks all of <see cref="GrainDoors.All"/> the same and knows nothing else of them; grains are
/// found by the cluster itself.
/// </summary>
public abstract class GrainDoor
{
    /// <summary>Tables that the door has beside the work items; null: none.</summary>
    public virtual DoorSchema? Schema => null;

    /// <summary>Services of the door that run in processes of their own, each with a description for people.</summary>
    public virtual IReadOnlyList<(IServiceProgram Program, string Description)> Programs => [];

    /// <summary>
    /// What a node finds wrong with the door's settings and a front end alone could not know, each beginning with its key. Never
    /// with its value, which may hold a password.
    /// </summary>
    /// <param name="settings">Options records of all doors; this door's may be missing.</param>
    public abstract IEnumerable<string> Judge(IEnumerable<object> settings);

    /// <summary>Registers the door's services, queues and steps of the start.</summary>
    public abstract ISiloBuilder Add(ISiloBuilder silo);
}

/// <summary>A door with a section of settings.</summary>
/// <typeparam name="TOptions">What the section is read into; registered as it is, by the host or with its defaults.</typeparam>
public abstract class GrainDoor<TOptions> : GrainDoor
    where TOptions : class, new()
{
    public sealed override IEnumerable<string> Judge(IEnumerable<object> settings) => settings.OfType<TOptions>().SelectMany(Judge);

    public sealed override ISiloBuilder Add(ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton(new TOptions());
        return AddDoor(silo);
    }

    /// <inheritdoc cref="GrainDoor.Judge"/>
    protected virtual IEnumerable<string> Judge(TOptions options) => [];

    /// <inheritdoc cref="GrainDoor.Add"/>
    protected abstract ISiloBuilder AddDoor(ISiloBuilder silo);
}
