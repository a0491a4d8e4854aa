using Switchyard.Compute;
using Switchyard.Configuration;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Doors;

/// <summary>
/// What the front end asks of a door. It asks all of <see cref="FrontDoors.All"/> the same and knows nothing else of them.
/// </summary>
internal abstract class FrontDoor
{
    /// <summary>The name of its section of settings, of <c>Doors:{Name}:Url</c>, and of its routes in the API's description.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it may have a port of its own, for clients of the original.</summary>
    public virtual bool MayHavePort => true;

    /// <summary>Ports that parts of it have of their own, with the sections that say so.</summary>
    public virtual IEnumerable<DoorUrl> PortsOf(IConfiguration configuration) => [];

    /// <summary>How it says no; null: with pages.</summary>
    public virtual DoorStyle? Style => null;

    /// <summary>The names of services that nodes have for it without being told.</summary>
    public virtual IReadOnlyList<string> Services => [];

    /// <summary>What the operators see of it; null: nothing.</summary>
    public virtual ConsolePart? ConsolePart => null;

    /// <summary>Reads its section.</summary>
    /// <returns>The options record, which front end and silo have by its type.</returns>
    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public abstract object ReadOptions(IConfiguration configuration, ServicesOptions services);

    /// <param name="options">As read.</param>
    public abstract void AddServices(IServiceCollection services, object options);

    /// <summary>Routes at the root: the original's, where there is one.</summary>
    public abstract void MapRoutes(IEndpointRouteBuilder routes);

    /// <summary>Routes under <c>/api/v1</c>, for operators and programs of ours.</summary>
    public virtual void MapApi(IEndpointRouteBuilder api)
    {
    }
}

/// <typeparam name="TOptions">What the door's section is read into.</typeparam>
internal abstract class FrontDoor<TOptions> : FrontDoor
    where TOptions : class, new()
{
    public sealed override object ReadOptions(IConfiguration configuration, ServicesOptions services) => Read(configuration, services);

    public sealed override void AddServices(IServiceCollection services, object options) => Add(services, (TOptions)options);

    /// <inheritdoc cref="FrontDoor.ReadOptions"/>
    protected virtual TOptions Read(IConfiguration configuration, ServicesOptions services) =>
        SettingsReader.Read<TOptions>(configuration, Name);

    /// <summary>Registers what its routes need.</summary>
    protected abstract void Add(IServiceCollection services, TOptions options);
}
