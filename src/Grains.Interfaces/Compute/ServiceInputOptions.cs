using System.Diagnostics.CodeAnalysis;

namespace Switchyard.Compute;

/// <summary>An input of a command: an entry of the list <c>Services:N:Inputs</c>.</summary>
public sealed record ServiceInputOptions
{
    /// <summary>Letters, digits, <c>-</c> and <c>_</c>, at most 100; unique in its service. Required.</summary>
    public string Id { get; init; } = "";

    /// <summary>For people. Default: the id.</summary>
    public string? Name { get; init; }

    /// <summary>For people.</summary>
    public string Description { get; init; } = "";

    /// <summary>What it is, and where it lies in the upload. Required.</summary>
    public ServiceInputType? Type { get; init; }

    /// <summary>
    /// Shown to clients, and the value where <see cref="Optional"/>; as a client would send it. Not for volumes and files. Default: 0,
    /// false, empty, or the first choice.
    /// </summary>
    public string? Default { get; init; }

    /// <summary>Whether it may be absent. Default: false.</summary>
    public bool Optional { get; init; }

    /// <summary>For a single choice, and required there.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>How many points a point list has, at least 1. Default: any number.</summary>
    public int? NumberEntries { get; init; }

    /// <summary>
    /// For a volume: whether it must be one that the node itself can read, whole and undamaged, before the command gets it.
    /// Default: false; any file does, as the command knows best what it reads.
    /// </summary>
    public bool Check { get; init; }

    /// <summary>For a number: the least that a slider for it goes down to, in clients that have one. Values are not held to it. Default: none.</summary>
    public double? Minimum { get; init; }

    /// <summary>For a number: the most that a slider for it goes up to. More than <see cref="Minimum"/>. Default: none.</summary>
    public double? Maximum { get; init; }
}

[SuppressMessage("Naming", "CA1720", Justification = "The words of the configuration.")]
public enum ServiceInputType
{
    Volume,
    Float,
    String,
    Int,
    Boolean,
    SingleChoice,
    PointList3D,

    /// <summary>One file, whatever it is: <c>file-{id}</c>, with an extension or without.</summary>
    File,

    /// <summary>Any number of files but none: <c>file-{id}.{anything}</c>.</summary>
    Files,
}
