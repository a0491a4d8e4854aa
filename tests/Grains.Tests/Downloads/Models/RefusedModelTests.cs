using System.Text;
using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>The golden models with a few bytes replaced by as many others.</summary>
public sealed class RefusedModelTests
{
    [Theory]
    [InlineData("coef_", "loef_", "LogisticRegression has no coef_")]
    [InlineData("classes_", "klasses_", "LogisticRegression has no classes_")]
    [InlineData("T\u00CAQ\u001C%@\u00A9\u00BF", "T\u00CAQ\u001C%@\u00F0\u007F", "coef_ holds a number that is not finite")]
    [InlineData("K\u0001K\u0005K\"", "K\u0001K\"K\u0005", "coef_ has 34 rows for 5 classes")]
    [InlineData("K\u0001K\u0005K\"\u0086", "K\u0001K\u0055K\u0002\u0086", "coef_ has 85 rows for 5 classes")]
    [InlineData("\u008C\u0004food", "C\u0004food", "classes_ is no array of labels")]
    public void A_classifier_that_cannot_be_computed_is_refused(string part, string other, string named)
    {
        var refused = Assert.Throws<ModelRefusedException>(() => TextClassifier.Read(Golden.Vectorizer, Replaced(Golden.Classifier, part, other)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u008C\u0004rise\u0094K\u0018", "\u008C\u0004rise\u0094K\u0017", "vocabulary_ does not number its words")]
    [InlineData("\u008C\u0004rise\u0094K\u0018", "\u008C\u0004rise\u0094K\u0099", "vocabulary_ does not number its words")]
    [InlineData("\u008C\u0004rise\u0094K", "\u008C\u0004rise\u0094h", "vocabulary_ does not number its words")]
    [InlineData("preprocessor\u0094N", "preprocessor\u0094\u0088", "CountVectorizer's preprocessor ")]
    [InlineData("tokenizer\u0094N", "tokenizer\u0094\u0088", "CountVectorizer's tokenizer ")]
    [InlineData("content", "filenam", "CountVectorizer's input ")]
    [InlineData("vocabulary_\u0094}", "vocabulary_\u0094N", "", true)]
    public void A_vectoriser_that_cannot_be_computed_is_refused(string part, string other, string named, bool byTheReader = false)
    {
        var refused = Record.Exception(() => TextClassifier.Read(Replaced(Golden.Vectorizer, part, other), Golden.Classifier));
        Assert.IsType(byTheReader ? typeof(PickleRefusedException) : typeof(ModelRefusedException), refused);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_scores_give_the_first_class()
    {
        // All intercepts and all weights are 0.
        var classifier = Golden.Classifier;
        foreach (var (name, length) in new[] { ("coef_", 5 * 34 * sizeof(double)), ("intercept_", 5 * sizeof(double)) })
        {
            var data = Encoding.Latin1.GetString(classifier).IndexOf(name, StringComparison.Ordinal);
            var marker = name == "coef_" ? new byte[] { (byte)'B', 0x50, 0x05, 0, 0 } : [(byte)'C', 40];
            var start = data + classifier.AsSpan(data).IndexOf(marker) + marker.Length;
            classifier.AsSpan(start, length).Clear();
        }

        var equal = TextClassifier.Read(Golden.Vectorizer, classifier);
        Assert.Equal("food", equal.Predict("goal"));
        var probabilities = new double[5];
        equal.Probabilities("goal", probabilities);
        Assert.All(probabilities, probability => Assert.Equal(0.2, probability, 1e-15));
    }

    private static byte[] Replaced(byte[] pickle, string part, string other)
    {
        var text = Encoding.Latin1.GetString(pickle);
        var at = text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0 && part.Length == other.Length);
        return Encoding.Latin1.GetBytes(string.Concat(text.AsSpan(0, at), other, text.AsSpan(at + part.Length)));
    }
}
