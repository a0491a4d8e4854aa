using Switchyard.Downloads.Models;
using Switchyard.Servers;

namespace Switchyard.Downloads.Pickles;

/// <summary>Small models of each kind in each protocol, to be spoilt: made once, by scikit-learn.</summary>
public sealed class PickledModels : IAsyncLifetime
{
    private (byte[] Vectorizer, byte[] Classifier)[] _all = [];

    public (byte[] Vectorizer, byte[] Classifier) Copy(int number)
    {
        var (vectorizer, classifier) = _all[number % _all.Length];
        return ([.. vectorizer], [.. classifier]);
    }

    public async ValueTask InitializeAsync()
    {
        var lines = await ScikitPython.RunAsync("""
            import pickle
            from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
            from sklearn.linear_model import LogisticRegression
            from sklearn.naive_bayes import MultinomialNB
            texts = ['the bank falls', 'a final goal scores', 'the bank of the final', 'goal of the bank']
            for protocol in 2, 3, 4, 5:
                for vectorizer in CountVectorizer(stop_words=['a'], max_df=2, ngram_range=(1, 2)), TfidfVectorizer(min_df=2):
                    for classifier in LogisticRegression(class_weight={'m': 1, 's': 2}), MultinomialNB():
                        models = vectorizer, classifier.fit(vectorizer.fit_transform(texts), ['m', 's', 'm', 's'])
                        print(*(pickle.dumps(model, protocol).hex() for model in models))
            """, [], CancellationToken.None);
        _all =
        [
            (Golden.Vectorizer, Golden.Classifier),
            .. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(pair => (Convert.FromHexString(pair[0]), Convert.FromHexString(pair[1]))),
        ];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
