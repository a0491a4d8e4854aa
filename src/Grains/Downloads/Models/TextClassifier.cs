using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>A count vectoriser and the logistic regression trained on its counts. For any number of threads at a time.</summary>
internal sealed class TextClassifier
{
    private readonly CountVectorizer _vectorizer;
    private readonly LogisticRegression _regression;

    private TextClassifier(CountVectorizer vectorizer, LogisticRegression regression)
    {
        _vectorizer = vectorizer;
        _regression = regression;
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Classes => _regression.Classes;

    /// <param name="countvec">The pickle of the vectoriser.</param>
    /// <param name="clf">The pickle of the classifier.</param>
    /// <exception cref="PickleRefusedException">A pickle is damaged, or names anything that is not allowed.</exception>
    /// <exception cref="ModelRefusedException">A model is of another kind, or the two do not belong together.</exception>
    public static TextClassifier Read(byte[] countvec, byte[] clf)
    {
        var vectorizer = CountVectorizer.Read(PickleReader.Read(countvec));
        var regression = LogisticRegression.Read(PickleReader.Read(clf));
        return vectorizer.Features == regression.Features
            ? new TextClassifier(vectorizer, regression)
            : throw new ModelRefusedException($"The CountVectorizer knows {vectorizer.Features} words, the LogisticRegression {regression.Features}: they do not belong together.");
    }

    /// <summary>The most likely label of a text.</summary>
    public string Predict(ReadOnlySpan<char> text)
    {
        var workspace = Workspace.Take();
        var best = _regression.Best(Score(text, workspace));
        workspace.GiveBack();
        return Classes[best];
    }

    /// <param name="into">Room for one probability of each class; they add up to 1.</param>
    public void Probabilities(string text, Span<double> into)
    {
        var workspace = Workspace.Take();
        _regression.Probabilities(Score(text, workspace), into);
        workspace.GiveBack();
    }

    private Span<double> Score(ReadOnlySpan<char> text, Workspace workspace)
    {
        var scores = workspace.Scores(_regression.Rows);
        _regression.Score(_vectorizer.Transform(text, workspace), scores);
        return scores;
    }
}
