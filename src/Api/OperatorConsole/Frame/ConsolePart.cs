using Switchyard.Auth;
using Switchyard.Work;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>What a door, or a piece of the house, shows to operators.</summary>
/// <param name="State">A class of which each circuit has one, from its start on; null: none.</param>
/// <param name="Pages">Its entries in the navigation.</param>
public sealed record ConsolePart(Type? State, IReadOnlyList<ConsolePage> Pages)
{
    /// <summary>A component that stands at the top of every page, beside the product's name; null: none.</summary>
    public Type? Figures { get; init; }

    /// <summary>A component that stands above every page when there is something to say; null: none.</summary>
    public Type? Banner { get; init; }

    /// <summary>A class of which the process has one: what all circuits see the same is read once for all of them; null: none.</summary>
    public Type? Shared { get; init; }

    /// <summary>A component with the parameter <c>Queue</c>, the name: what a door adds to the page of a queue; null: nothing.</summary>
    public Type? QueuePanel { get; init; }

    /// <summary>The door as a line of the home page; null: it is none.</summary>
    public ConsoleDoor? Door { get; init; }

    /// <summary>The kinds of its items, each with the address of an item's page in the door, below the root; null: it has none.</summary>
    public IReadOnlyDictionary<string, Func<WorkItemView, string>?> Kinds { get; init; } = new Dictionary<string, Func<WorkItemView, string>?>();

    /// <summary>A component with the parameter <c>Item</c>: what the door shows of an item of its kinds, its result for one; null: nothing.</summary>
    public Type? ItemPanel { get; init; }

    /// <summary>Registers what its pages need; null: nothing.</summary>
    public Action<IServiceCollection>? AddServices { get; init; }

    /// <summary>Maps the files that the pages link to and no route of the door has; null: none.</summary>
    public Action<IEndpointRouteBuilder>? MapFiles { get; init; }
}

/// <param name="Path">Below the root, without a slash before it.</param>
/// <param name="Icon">One of MudBlazor's.</param>
public sealed record ConsolePage(string Path, string Title, string Icon)
{
    /// <summary>Where in the navigation it stands.</summary>
    public ConsoleGroup Group { get; init; } = ConsoleGroup.Doors;

    /// <summary>Who may see it, and all pages below its path. Others find no entry, and a refusal in its place.</summary>
    public Access Needs { get; init; } = Access.Read;

    /// <summary>Whether a path is this page or one below it.</summary>
    /// <param name="path">Below the root, without a slash before it and without a query.</param>
    public bool Has(string path) =>
        path == Path || (Path.Length > 0 && path.StartsWith(Path, StringComparison.Ordinal) && path[Path.Length] == '/');
}

/// <param name="Owns">Whether a queue is the door's, by name; the first that says so has it.</param>
/// <param name="Path">Where the door is in the console.</param>
public sealed record ConsoleDoor(string Title, string Path, Func<string, bool> Owns);

/// <summary>The groups of the navigation, in their order.</summary>
public enum ConsoleGroup
{
    /// <summary>Work of every door.</summary>
    House,

    Doors,

    Administration,
}
