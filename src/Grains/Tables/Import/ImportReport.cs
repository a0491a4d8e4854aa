namespace Switchyard.Tables.Import;

/// <summary>What an import has done so far, told to who listens.</summary>
internal sealed class ImportReport(IProgress<ImportProgress>? listener)
{
    private readonly NameList changed = new();
    private readonly NameList changedOut = new();
    private readonly NameList newTargetsOut = new();
    private readonly NameList returned = new();
    private readonly NameList requeued = new();
    private readonly SortedDictionary<AnnotationTask, TargetsFileReport> files = [];

    public ProblemLog Problems { get; } = new();

    public ImportProgress Progress { get; private set; } = new() { Phase = ImportPhase.Idle };

    /// <summary>The tasks that have a targets file.</summary>
    public IReadOnlyCollection<AnnotationTask> Tasks => files.Keys;

    public void Set(Func<ImportProgress, ImportProgress> change) => Progress = change(Progress);

    public void Tell()
    {
        Progress = Progress with
        {
            ProblemCount = Problems.Count,
            Problems = Problems.First,
            TablesChanged = changed.Now,
            TablesOut = changedOut.Now,
            TablesOutWithNewTargets = newTargetsOut.Now,
            TablesReturned = returned.Now,
            TablesRequeued = requeued.Now,
            TargetsFiles = [.. files.Values],
        };
        listener?.Report(Progress);
    }

    /// <summary>What is known of the targets file of a task.</summary>
    public void File(TargetsFileReport file) => files[file.Task] = file;

    public TargetsFileReport File(AnnotationTask task) => files[task];

    /// <summary>What became of a known table.</summary>
    public void Add(string table, UpdateOutcome outcome)
    {
        if (outcome.CellsReplaced)
        {
            changed.Add(table);
        }

        if (outcome.CellsLeft)
        {
            changedOut.Add(table);
        }

        if (outcome is { IsOut: true, TargetsAdded: > 0 })
        {
            newTargetsOut.Add(table);
        }

        if (outcome.Requeued)
        {
            requeued.Add(table);
        }
        else if (outcome.IsReturned && (outcome.CellsReplaced || outcome.TargetsAdded > 0))
        {
            returned.Add(table);
        }

        Progress = Progress with
        {
            TargetsAdded = Progress.TargetsAdded + outcome.TargetsAdded,
            TargetsRemapped = Progress.TargetsRemapped + outcome.TargetsRemapped,
            TargetsGone = Progress.TargetsGone + outcome.TargetsGone,
            TargetsRemoved = Progress.TargetsRemoved + outcome.TargetsRemoved,
        };
    }
}
