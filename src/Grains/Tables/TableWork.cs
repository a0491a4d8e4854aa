using Switchyard.Tables.Rules;

namespace Switchyard.Tables;

/// <summary>The words under which the tables door keeps its things in the work store.</summary>
internal static class TableWork
{
    /// <summary>Part: the parsed file, gzip of the JSON that clients get.</summary>
    public const string ContentPart = "content";

    /// <summary>Part: targets and mappings (<see cref="TargetTable"/>), gzip.</summary>
    public const string TargetsPart = "targets";

    /// <summary>Part: what the files were when the table was last taken from them (<see cref="TableStamp"/>).</summary>
    public const string StampPart = "stamp";

    /// <summary>Part: the newest candidate checkpoints, gzip.</summary>
    public const string AnalysisPart = "analysis";

    /// <summary>
    /// The records' space of tables that went since their time was over: under a name, what the files were (<see cref="TableStamp"/>).
    /// </summary>
    public static string GoneSpace(string campaign) => $"tables.gone/{campaign}";

    /// <summary>Artifact roles; the bytes of an inline artifact are gzip, those of a blob are as they came.</summary>
    public const string ResultRole = "result";

    public const string ErrorRole = "error";
}
