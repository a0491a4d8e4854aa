using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>Models made here and now by the scikit-learn of this machine predict as it does.</summary>
public sealed class ScikitAgreementTests
{
    private const double Tolerance = 1e-9;

    [Theory]
    [InlineData("{'max_iter': 100000}", 5, 'O')]
    [InlineData("{'max_iter': 100000}", 5, 'U')]
    [InlineData("{'max_iter': 100000}", 41, 'O')]
    [InlineData("{'max_iter': 100000}", 2, 'O')]
    [InlineData("{'max_iter': 100000}", 2, 'U')]
    [InlineData("{'multi_class': 'multinomial', 'C': 100}", 2, 'O')]
    [InlineData("{'multi_class': 'multinomial', 'fit_intercept': False}", 3, 'O')]
    [InlineData("{'multi_class': 'ovr'}", 4, 'O')]
    [InlineData("{'multi_class': 'ovr', 'C': 1e6}", 2, 'O')]
    [InlineData("{'solver': 'liblinear'}", 4, 'O')]
    [InlineData("{'solver': 'liblinear', 'fit_intercept': False}", 4, 'U')]
    [InlineData("{'solver': 'liblinear', 'fit_intercept': False}", 2, 'O')]
    [InlineData("{'solver': 'saga', 'penalty': 'l1'}", 3, 'O')]
    public async Task Counts_predictions_and_probabilities_are_scikit_learns(string classifier, int classes, char labels)
    {
        var model = await ScikitModels.MakeAsync(classifier: classifier, classes: classes, labels: labels);
        var vectorizer = CountVectorizer.Read(PickleReader.Read(model.Vectorizer));
        var ours = TextClassifier.Read(model.Vectorizer, model.Classifier);
        Assert.Equal(classes, ours.Classes.Count);
        Assert.Equal(model.Predictions, model.Texts.Select(text => ours.Predict(text)));
        for (var i = 0; i < model.Texts.Length; i++)
        {
            Assert.Equal(model.Features[i], vectorizer.Transform(model.Texts[i], new Workspace()).ToArray().Distinct());
            var probabilities = new double[classes];
            ours.Probabilities(model.Texts[i], probabilities);
            Assert.All(probabilities.Zip(model.Probabilities[i]), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
        }
    }

    [Theory]
    [InlineData("{'lowercase': False}", "lowercase")]
    [InlineData("{'strip_accents': 'unicode'}", "strip_accents")]
    [InlineData("{'token_pattern': r'(?u)\\w+'}", "token_pattern")]
    [InlineData("{'ngram_range': (1, 2)}", "ngram_range")]
    [InlineData("{'analyzer': 'char'}", "analyzer")]
    [InlineData("{'stop_words': 'english'}", "stop_words")]
    [InlineData("{'stop_words': ['goal']}", "stop_words")]
    [InlineData("{'binary': True}", "binary")]
    [InlineData("{'max_df': 1000}", "max_df")]
    [InlineData("{'min_df': 0.0}", "min_df")]
    [InlineData("{'max_features': 100000}", "max_features")]
    [InlineData("{'vocabulary': {'goal': 0, 'bank': 1}}", "vocabulary")]
    public async Task A_vectoriser_with_another_setting_is_refused_by_the_settings_name(string vectorizer, string setting)
    {
        var model = await ScikitModels.MakeAsync(vectorizer, texts: 1);
        var refused = Assert.Throws<ModelRefusedException>(() => TextClassifier.Read(model.Vectorizer, model.Classifier));
        Assert.Contains($"The CountVectorizer's {setting} ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_that_do_not_belong_together_are_refused()
    {
        var model = await ScikitModels.MakeAsync(texts: 1);
        var refused = Assert.Throws<ModelRefusedException>(() => TextClassifier.Read(Golden.Vectorizer, model.Classifier));
        Assert.Contains("do not belong together", refused.Message, StringComparison.Ordinal);
    }
}
