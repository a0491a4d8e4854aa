using System.Globalization;
using Switchyard.Compute.Programs;
using Switchyard.Downloads.Models;
using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Exports;

/// <summary>Makes the file of one archive from a snapshot of the application's database.</summary>
/// <remarks>
/// Source: dl_manager of LabelForward. There the classifier is left out when all texts are labelled, and the vectoriser,
/// without which it labels nothing, always; here both are in the archive.
/// </remarks>
internal sealed class ExportBuild(ProgramRun run, ExportOrder order, LabelForwardSnapshot snapshot, ExportProgress progress)
{
    private const string ClassifierName = "clf.p";
    private const string VectorizerName = "countvec.p";

    private string ClassifierFile => Path.Combine(run.In, ClassifierName);

    private string VectorizerFile => Path.Combine(run.In, VectorizerName);

    public static WrongInputException NoClassifier(int clfId) => new($"There is no classifier {clfId}.");

    /// <exception cref="WrongInputException">What there is in the database is no classifier that can label its texts.</exception>
    public async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        if (!await snapshot.CopyClassifierAsync(order.ClfId, ClassifierFile, cancellationToken))
        {
            throw NoClassifier(order.ClfId);
        }

        var hasVectorizer = await snapshot.CopyVectorizerAsync(VectorizerFile, cancellationToken);
        var counts = await snapshot.CountTextsAsync(cancellationToken);
        progress.Say($"classifier {order.ClfId}: {counts.Unlabelled} texts to label, {counts.Labelled} labelled by people");
        var labels = counts.Unlabelled == 0 ? []
            : hasVectorizer ? await LabelAsync(counts.Unlabelled, cancellationToken)
            : throw new WrongInputException($"There is no vectoriser, without which {counts.Unlabelled} texts cannot be labelled.");

        await using var archive = await ArchiveWriter.CreateAsync(path, run.Time.GetUtcNow(), cancellationToken);
        var frames = new FrameWriter(run.Out, order.IncludeUsers, progress);
        if (labels.Count > 0)
        {
            var rows = snapshot.ReadTextRowsAsync(labelled: false, order.IncludeUsers, cancellationToken);
            await frames.WriteTextsAsync(archive, MachineName, rows, labels, counts.Unlabelled, cancellationToken);
        }

        var people = snapshot.ReadTextRowsAsync(labelled: true, order.IncludeUsers, cancellationToken);
        await frames.WriteTextsAsync(archive, "human_labeled_data.json", people, null, counts.Labelled, cancellationToken);
        await frames.WriteStampsAsync(archive, "sample_timestamps.json", snapshot.ReadStampsAsync(cancellationToken), cancellationToken);
        await archive.AddFileAsync(ClassifierName, ClassifierFile, cancellationToken);
        if (hasVectorizer)
        {
            await archive.AddFileAsync(VectorizerName, VectorizerFile, cancellationToken);
        }
    }

    private string MachineName => string.Create(CultureInfo.InvariantCulture, $"machine_labeled_data_{order.ClfId}.json");

    /// <summary>Labels in a pass of its own, of which a label for each text is kept: a command may answer as late as it likes.</summary>
    private async Task<IReadOnlyList<Label>> LabelAsync(long count, CancellationToken cancellationToken)
    {
        var labeller = await FindLabellerAsync(cancellationToken);
        var texts = snapshot.ReadUnlabelledTextsAsync(cancellationToken);
        return await labeller.LabelAsync(texts, count, done => progress.Report("labelled", done, count), cancellationToken);
    }

    private async Task<ILabeller> FindLabellerAsync(CancellationToken cancellationToken)
    {
        try
        {
            var vectorizer = await File.ReadAllBytesAsync(VectorizerFile, cancellationToken);
            var classifier = await File.ReadAllBytesAsync(ClassifierFile, cancellationToken);
            return new ModelLabeller(TextClassifier.Read(vectorizer, classifier), run.Cores);
        }
        catch (Exception refused) when (refused is PickleRefusedException or ModelRefusedException)
        {
            if (order.Predictor is not [_, ..] command)
            {
                throw new WrongInputException($"Classifier {order.ClfId} is not read here: {refused.Message}");
            }

            progress.Say($"the model is left to the command {command[0]}: {refused.Message}");
            return new CommandLabeller(command, Path.GetDirectoryName(Path.GetFullPath(run.In))!);
        }
    }
}
