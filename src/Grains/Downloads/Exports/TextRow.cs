namespace Switchyard.Downloads.Exports;

/// <summary>A row of <c>text_data</c>.</summary>
/// <param name="Users">Who gave <paramref name="Labels"/>, by e-mail address; null too when nobody is to know.</param>
/// <param name="MajorLabel">What most of them say; null: nobody has labelled it.</param>
/// <param name="Uncertainty">The certainty of <paramref name="PredictedLabel"/>, in spite of its name.</param>
internal sealed record TextRow(
    int Id,
    string Text,
    bool Labeled,
    bool Selected,
    bool Taught,
    string?[]? Labels,
    string?[]? Users,
    string? MajorLabel,
    double? Uncertainty,
    string? PredictedLabel);

/// <summary>A row of <c>sample_timestamps</c>: when somebody was shown a text, and when it was labelled.</summary>
internal sealed record StampRow(int Id, int UserId, int TextId, DateTime? Start, DateTime? End);

/// <summary>How many texts there are without and with a label.</summary>
internal readonly record struct TextCounts(long Unlabelled, long Labelled);
