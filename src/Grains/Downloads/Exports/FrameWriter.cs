using Switchyard.Downloads.Models;
using Switchyard.Downloads.PandasJson;

namespace Switchyard.Downloads.Exports;

/// <summary>Writes rows as members of an archive, in the JSON of pandas.</summary>
/// <param name="directory">For what waits for its place in the member.</param>
/// <param name="users">Whether texts have a column of their annotators' addresses.</param>
internal sealed class FrameWriter(string directory, bool users, ExportProgress progress)
{
    private static readonly string[] StampColumns = ["stamp_id", "user_id", "text_id", "start_time", "end_time"];

    private readonly string[] _textColumns =
    [
        "text_id", "text_data", "labeled", "selected", "taught", "labels", .. users ? ["users"] : Array.Empty<string>(),
        "major_label", "uncertainty", "predicted_label",
    ];

    /// <param name="labels">For each row the label that stands in the place of its own; null: all have their own.</param>
    /// <param name="count">How many rows there are.</param>
    public async Task WriteTextsAsync(
        ArchiveWriter archive, string name, IAsyncEnumerable<TextRow> rows, IReadOnlyList<Label>? labels, long count, CancellationToken cancellationToken)
    {
        await using var frame = new PandasColumns(directory, _textColumns);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            Add(frame, row, labels is null ? OfPeople(row) : labels[(int)frame.Rows]);
            await frame.EndRowAsync(cancellationToken);
            progress.Report($"{name}: row", frame.Rows, count);
        }

        await archive.AddAsync(name, frame.WriteToAsync, cancellationToken);
    }

    public async Task WriteStampsAsync(ArchiveWriter archive, string name, IAsyncEnumerable<StampRow> rows, CancellationToken cancellationToken)
    {
        await using var frame = new PandasColumns(directory, StampColumns);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            frame[0].Add(row.Id);
            frame[1].Add(row.UserId);
            frame[2].Add(row.TextId);
            Add(frame[3], row.Start);
            Add(frame[4], row.End);
            await frame.EndRowAsync(cancellationToken);
        }

        await archive.AddAsync(name, frame.WriteToAsync, cancellationToken);
    }

    private void Add(PandasColumns frame, TextRow row, Label? label)
    {
        var column = 0;
        frame[column++].Add(row.Id);
        frame[column++].Add(row.Text);
        frame[column++].Add(row.Labeled);
        frame[column++].Add(row.Selected);
        frame[column++].Add(row.Taught);
        Add(frame[column++], row.Labels);
        if (users)
        {
            Add(frame[column++], row.Users);
        }

        Add(frame[column++], label);
        Add(frame[column++], row.Uncertainty);
        Add(frame[column], row.PredictedLabel);
    }

    private static Label? OfPeople(TextRow row) => row.MajorLabel is { } label ? (Label)label : null;

    /// <summary>A label that is a number is one to pandas too.</summary>
    private static void Add(PandasColumn column, Label? label)
    {
        switch (label)
        {
            case null:
                column.AddNull();
                break;
            case Label.Integer number:
                column.Add(number.Value);
                break;
            case Label.Float number:
                column.Add(number.Value);
                break;
            case Label.Bool flag:
                column.Add(flag.Value);
                break;
            default:
                column.Add(label.ToString());
                break;
        }
    }

    private static void Add(PandasColumn column, string? value)
    {
        if (value is null)
        {
            column.AddNull();
        }
        else
        {
            column.Add(value);
        }
    }

    private static void Add(PandasColumn column, IReadOnlyList<string?>? values)
    {
        if (values is null)
        {
            column.AddNull();
        }
        else
        {
            column.Add(values);
        }
    }

    private static void Add(PandasColumn column, double? value) => column.Add(value ?? double.NaN);

    private static void Add(PandasColumn column, DateTime? value)
    {
        if (value is { } time)
        {
            column.Add(time);
        }
        else
        {
            column.AddNull();
        }
    }
}
