namespace Switchyard.Tables.Rules;

/// <summary>The targets of a table that is stored already, after the targets files were read once more. Pure.</summary>
/// <param name="Targets">What to store.</param>
/// <param name="Added">Targets that were not there.</param>
/// <param name="Remapped">Targets whose mapping comes from the targets file and is another one there now.</param>
/// <param name="Gone">Targets that stand in no file any more, and are kept.</param>
/// <param name="Removed">Targets that stood in no file any more, and are dropped.</param>
public sealed record TargetMerge(TargetTable Targets, int Added, int Remapped, int Gone, int Removed)
{
    /// <summary>
    /// The stored targets and those of the files together, in the order of the files, then what stands in none. A mapping of a
    /// client stays, whatever the files say; one of a file follows the file.
    /// </summary>
    /// <param name="tasks">The tasks that have a file; nothing is known of the others, and their targets stay.</param>
    /// <param name="removeGone">Whether targets that stand in no file go, when no client has mapped them.</param>
    public static TargetMerge Of(TargetTable stored, TargetTable files, IReadOnlyCollection<AnnotationTask> tasks, bool removeGone)
    {
        var merged = new List<Target>[Enum.GetValues<AnnotationTask>().Length];
        var (added, remapped, gone, removed) = (0, 0, 0, 0);
        foreach (var task in Enum.GetValues<AnnotationTask>())
        {
            if (!tasks.Contains(task))
            {
                merged[(int)task] = [.. stored.InFileOrder(task)];
                continue;
            }

            var targets = merged[(int)task] = new(files.Total(task));
            foreach (var target in files.InFileOrder(task))
            {
                var known = stored.Find(task, target.First, target.Second);
                added += known is null ? 1 : 0;
                var follows = known is { Origin: null or Target.FromTargetsFile } && target.Mapped is not null && target.Mapped != known.Value.Mapped;
                remapped += follows ? 1 : 0;
                targets.Add(known is null || follows ? target : known.Value);
            }

            foreach (var target in stored.InFileOrder(task).Where(target => files.Find(task, target.First, target.Second) is null))
            {
                var drop = removeGone && target.Origin is (null or Target.FromTargetsFile);
                removed += drop ? 1 : 0;
                gone += drop ? 0 : 1;
                if (!drop)
                {
                    targets.Add(target);
                }
            }
        }

        return new(
            new TargetTable(merged[(int)AnnotationTask.Cea], merged[(int)AnnotationTask.Cta], merged[(int)AnnotationTask.Cpa]),
            added, remapped, gone, removed);
    }
}
