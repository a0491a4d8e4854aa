using System.Globalization;

namespace Switchyard.Downloads;

/// <summary>The words under which the cluster knows the door's work. They are stored and never change.</summary>
public static class DownloadNames
{
    /// <summary>The kind of the work items and the type of their grain: one build of one archive.</summary>
    public const string Kind = "download";

    /// <summary>The queue of all builds.</summary>
    public const string Queue = "downloads";

    /// <summary>The service that builds an archive.</summary>
    public const string ExportService = "export";

    /// <summary>What a build is about.</summary>
    public static string TargetOf(int clfId) => string.Create(CultureInfo.InvariantCulture, $"{TargetStart}{clfId}");

    /// <summary>The classifier of <see cref="TargetOf"/>; null: it names none.</summary>
    public static int? ClassifierOf(string? target) =>
        target?.StartsWith(TargetStart, StringComparison.Ordinal) == true && int.TryParse(target.AsSpan(TargetStart.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var clfId)
            ? clfId
            : null;

    /// <summary>The channel on which the application asks for archives.</summary>
    public const string Channel = "dl_manager";

    /// <summary>The secret of a run that is the connection string of the application's database.</summary>
    public const string ConnectionSecret = "DOWNLOADS_CONNECTION";

    /// <summary>The file of a run's <c>in/</c> that says what is to be built.</summary>
    public const string OrderFile = "export.json";

    private const string TargetStart = "clf-";
}

/// <summary>What a run of <see cref="DownloadNames.ExportService"/> is to build.</summary>
/// <param name="ClfId">The classifier.</param>
/// <param name="IncludeUsers">Whether the annotators' e-mail addresses are in the archive.</param>
/// <param name="Predictor">The command that labels for a model that this program does not read, with its arguments; null: none.</param>
public sealed record ExportOrder(int ClfId, bool IncludeUsers = true, IReadOnlyList<string>? Predictor = null);
