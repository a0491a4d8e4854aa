namespace Switchyard.Jobs;

/// <summary>How much of everything a request may hold.</summary>
internal static class JobLimits
{
    /// <summary>Jobs of one request.</summary>
    public const int Jobs = 1000;

    /// <summary>Bytes of a body with many jobs.</summary>
    public const int JobsBody = 4 * 1024 * 1024;

    /// <summary>Bytes of any other body.</summary>
    public const int Body = 1024 * 1024;

    /// <summary>Bytes of a worker's report, which may bring the whole output of a program.</summary>
    public const int Report = 16 * 1024 * 1024;

    /// <summary>Characters of a name or version: as many bytes as fit into a row of an index, also when each has three.</summary>
    public const int Name = 800;

    /// <summary>Characters of a description or message. That of a worker's report is shortened.</summary>
    public const int Description = 10_000;

    /// <summary>Datasets of one manifesto.</summary>
    public const int DataStructureUpdates = 10_000;
}
