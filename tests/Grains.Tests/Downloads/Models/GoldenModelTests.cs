using System.Text.Json;
using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

public sealed class GoldenModelTests
{
    private const double Tolerance = 1e-9;

    private static readonly string[] Texts = Golden.ClassifierFacts.GetProperty("texts").Deserialize<string[]>()!;

    [Fact]
    public void Counts_are_scikit_learns()
    {
        var vectorizer = CountVectorizer.Read(PickleReader.Read(Golden.Vectorizer));
        var matrix = Golden.VectorizerFacts.GetProperty("matrix").Deserialize<int[][][]>()!;
        Assert.Equal(Texts.Length, matrix.Length);
        for (var i = 0; i < Texts.Length; i++)
        {
            var counts = vectorizer.Transform(Texts[i], new Workspace()).ToArray().CountBy(feature => feature).ToList();
            Assert.Equal(matrix[i][0], counts.Select(count => count.Key));
            Assert.Equal(matrix[i][1], counts.Select(count => count.Value));
        }
    }

    [Fact]
    public void Predictions_and_probabilities_are_scikit_learns()
    {
        var facts = Golden.ClassifierFacts;
        var classifier = TextClassifier.Read(Golden.Vectorizer, Golden.Classifier);
        Assert.Equal(facts.GetProperty("classes").Deserialize<string[]>(), classifier.Classes.Select(label => label.ToString()));
        Assert.Equal(facts.GetProperty("pred").Deserialize<string[]>(), Texts.Select(text => classifier.Predict(text).ToString()));
        var expected = facts.GetProperty("proba").Deserialize<double[][]>()!;
        for (var i = 0; i < Texts.Length; i++)
        {
            var probabilities = new double[classifier.Classes.Count];
            classifier.Probabilities(Texts[i], probabilities);
            Assert.All(probabilities.Zip(expected[i]), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
        }
    }

    [Fact]
    public void Many_threads_predict_the_same_as_one()
    {
        var classifier = TextClassifier.Read(Golden.Vectorizer, Golden.Classifier);
        var expected = Texts.Select(text => classifier.Predict(text)).ToArray();
        var wrong = 0;
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            if (classifier.Predict(Texts[i % Texts.Length]) != expected[i % Texts.Length])
            {
                Interlocked.Increment(ref wrong);
            }
        });
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void A_text_of_any_length_is_predicted()
    {
        var classifier = TextClassifier.Read(Golden.Vectorizer, Golden.Classifier);
        Assert.Contains(classifier.Predict(""), classifier.Classes);
        Assert.Equal("sport", classifier.Predict(string.Concat(Enumerable.Repeat("goal ", 1_000_000))));
        Assert.Equal("money", classifier.Predict("bank " + new string('\u0130', 3_000_000)));
    }

    [Fact]
    public void Models_in_each_others_places_are_refused()
    {
        Assert.Throws<ModelRefusedException>(() => TextClassifier.Read(Golden.Classifier, Golden.Classifier));
        Assert.Throws<ModelRefusedException>(() => TextClassifier.Read(Golden.Vectorizer, Golden.Vectorizer));
    }
}
