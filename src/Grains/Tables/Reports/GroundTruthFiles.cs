using Switchyard.Tables.Import;

namespace Switchyard.Tables.Reports;

/// <summary>The files of <c>gt/</c>: the right answers in the form of targets files, CEA always row before column.</summary>
public static class GroundTruthFiles
{
    /// <summary>
    /// The answers for one table, each task in file order; a task without a file is null. Reads each file to its end.
    /// </summary>
    /// <exception cref="IOException">The directory or a file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is no gt file at all.</exception>
    public static GroundTruth Read(string directory, string table)
    {
        var files = TargetsFile.Choose(Directory.EnumerateFiles(directory).Select(f => Path.GetFileName(f)), out _);
        return new GroundTruth(Answers(AnnotationTask.Cea), Answers(AnnotationTask.Cta), Answers(AnnotationTask.Cpa));

        Annotation[]? Answers(AnnotationTask task) =>
            files.TryGetValue(task, out var name) ? Read(Path.Combine(directory, name), task, table) : null;
    }

    private static Annotation[] Read(string path, AnnotationTask task, string table)
    {
        using var stream = File.OpenRead(path);
        return
        [
            .. TargetsFile.Read(stream, task, CeaColumnOrder.RowCol)
                .Where(line => line.Problem is null && line.Table == table && !string.IsNullOrWhiteSpace(line.Mapped))
                .Select(line => new Annotation(line.First, line.Second, WikidataId.Smallest(line.Mapped!))),
        ];
    }
}
