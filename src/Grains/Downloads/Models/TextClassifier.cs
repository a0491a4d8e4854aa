using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>A vectoriser of texts and the classifier trained on what it makes of them. For any number of threads at a time.</summary>
internal sealed class TextClassifier
{
    private readonly CountVectorizer _vectorizer;
    private readonly LinearClassifier _classifier;

    private TextClassifier(CountVectorizer vectorizer, LinearClassifier classifier)
    {
        _vectorizer = vectorizer;
        _classifier = classifier;
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<Label> Classes => _classifier.Classes;

    /// <param name="countvec">The pickle of the vectoriser.</param>
    /// <param name="clf">The pickle of the classifier.</param>
    /// <exception cref="PickleRefusedException">A pickle is damaged, or names anything that is not allowed.</exception>
    /// <exception cref="ModelRefusedException">A model is of another kind, or the two do not belong together.</exception>
    public static TextClassifier Read(byte[] countvec, byte[] clf)
    {
        var vectorizer = CountVectorizer.Read(PickleReader.Read(countvec));
        var classifier = LinearClassifier.Read(PickleReader.Read(clf));
        return vectorizer.Features == classifier.Features
            ? new TextClassifier(vectorizer, classifier)
            : throw new ModelRefusedException($"The {vectorizer.Name} knows {vectorizer.Features} words, the {classifier.Name} {classifier.Features}: they do not belong together.");
    }

    /// <summary>The most likely label of a text.</summary>
    public Label Predict(ReadOnlySpan<char> text)
    {
        var workspace = Workspace.Take();
        var best = _classifier.Best(Score(text, workspace));
        workspace.GiveBack();
        return Classes[best];
    }

    /// <param name="into">Room for one probability of each class; they add up to 1.</param>
    public void Probabilities(string text, Span<double> into)
    {
        var workspace = Workspace.Take();
        _classifier.Probabilities(Score(text, workspace), into);
        workspace.GiveBack();
    }

    private Span<double> Score(ReadOnlySpan<char> text, Workspace workspace)
    {
        var scores = workspace.Scores(_classifier.Rows);
        _classifier.Score(_vectorizer.Weigh(text, workspace), scores);
        return scores;
    }
}
