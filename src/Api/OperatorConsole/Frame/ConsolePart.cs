namespace Switchyard.OperatorConsole.Frame;

/// <summary>What a door, or what all doors have in common, shows to operators.</summary>
/// <param name="State">A class of which each circuit has one, from its start on.</param>
/// <param name="Pages">Its entries in the navigation.</param>
public sealed record ConsolePart(Type State, IReadOnlyList<ConsolePage> Pages)
{
    /// <summary>A component that stands at the top of every page, beside the product's name; null: none.</summary>
    public Type? Figures { get; init; }

    /// <summary>A component that stands above every page when there is something to say; null: none.</summary>
    public Type? Banner { get; init; }

    /// <summary>A class of which the process has one: what all circuits see the same is read once for all of them; null: none.</summary>
    public Type? Shared { get; init; }

    /// <summary>A component with the parameter <c>Queue</c>, the name: what a door adds to the page of a queue; null: nothing.</summary>
    public Type? QueuePanel { get; init; }

    /// <summary>Maps the files that the pages link to and no route of the door has; null: none.</summary>
    public Action<IEndpointRouteBuilder>? MapFiles { get; init; }
}

/// <param name="Path">Below the root, without a slash before it.</param>
/// <param name="Icon">One of MudBlazor's.</param>
public sealed record ConsolePage(string Path, string Title, string Icon);
