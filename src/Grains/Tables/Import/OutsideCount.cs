using Switchyard.Tables.Rules;

namespace Switchyard.Tables.Import;

/// <summary>Counts the targets that lie outside their table, and names the first of each file.</summary>
internal sealed class OutsideCount(ImportReport report, ImportScratch scratch, CeaColumnOrder order)
{
    private const int Named = 20;

    private long cells;
    private long swapped;

    /// <summary>Counts those of a table.</summary>
    /// <param name="rank">Of the table in the scratch file.</param>
    public void Add(long rank, string name, TargetTable targets, int rows, int columns)
    {
        foreach (var task in report.Tasks.ToList())
        {
            var found = 0;
            foreach (var target in targets.InFileOrder(task))
            {
                cells += task == AnnotationTask.Cea ? 1 : 0;
                swapped += task == AnnotationTask.Cea && OutsideTargets.FitsSwapped(target, rows, columns) ? 1 : 0;
                if (OutsideTargets.Is(task, target, rows, columns))
                {
                    Name(report.File(task).Outside + found++, rank, task, name, target, rows, columns);
                }
            }

            if (found > 0)
            {
                report.File(report.File(task) with { Outside = report.File(task).Outside + found });
            }
        }
    }

    /// <summary>Says for each file how many there are, and whether the order of its columns is the other one.</summary>
    public void Finish()
    {
        foreach (var file in report.Tasks.Select(report.File).Where(file => file.Outside > 0).ToList())
        {
            var hint = file.Task == AnnotationTask.Cea ? Hint(file.Outside) : null;
            report.File(file with { Hint = hint });
            var problem = $"{file.Outside} of {file.Targets} targets lie outside their table";
            report.Problems.Add($"targets/{file.File}", 0, hint is null ? problem : $"{problem}. {hint}");
        }
    }

    private void Name(long before, long rank, AnnotationTask task, string name, Target target, int rows, int columns)
    {
        if (before < Named)
        {
            report.Problems.Add(
                $"targets/{report.File(task).File}", scratch.LineOf(rank, task, target), OutsideTargets.Describe(task, name, target, rows, columns));
        }
        else
        {
            report.Problems.Add(1);
        }
    }

    private string? Hint(long outside)
    {
        var other = order == CeaColumnOrder.RowCol ? CeaColumnOrder.ColRow : CeaColumnOrder.RowCol;
        return swapped > cells - outside && swapped * 2 > cells
            ? $"{swapped} of {cells} lie inside with Tables:CeaColumnOrder={other}: set it and import again with removeGone"
            : null;
    }
}
