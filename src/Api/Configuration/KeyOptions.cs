using Switchyard.Auth;

namespace Switchyard.Configuration;

/// <summary>A key that the settings tell, in one of three ways.</summary>
internal sealed record KeyOptions
{
    /// <summary>Who acts with it, for the record.</summary>
    public string? Name { get; init; }

    /// <summary>What who has it may do.</summary>
    public Role? Role { get; init; }

    /// <summary>The key itself: <c>sy_</c>, and 32 to 200 letters, digits, <c>_</c> and <c>-</c>.</summary>
    public string? Key { get; init; }

    /// <summary>A file with the key, instead of <see cref="Key"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The SHA-256 of the key in hexadecimal, instead of <see cref="Key"/>.</summary>
    public string? KeyHash { get; init; }

    /// <summary>The doors that it opens. Default: all.</summary>
    public IReadOnlyList<string> Doors { get; init; } = [];

    /// <summary>The queues that it may name. Default: all.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];
}
