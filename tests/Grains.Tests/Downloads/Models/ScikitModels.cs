using System.Text.Json;
using Switchyard.Servers;

namespace Switchyard.Downloads.Models;

/// <summary>Models that scikit-learn makes now, and what it computes with them.</summary>
internal static class ScikitModels
{
    /// <summary>The texts have the words of few topics and of several scripts; the last ones have none that is known.</summary>
    private const string Program = """
        import json, pickle, random, sys
        import numpy as np
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.linear_model import LogisticRegression

        vectorizer, classifier, classes, objects, count = sys.argv[1:]
        chance, classes = random.Random(7), int(classes)
        stems = ['goal', 'Bank', 'caf\u00e9', 'x\u00b2', '\u039f\u0394\u039f\u03a3', '\u0130stanbul', '\u6f22\u5b57', '\U00010400\U00010401', 'cafe\u0301', 'na\u00efve_words']
        words = [stem + str(i) if i % 3 else stem + 's' * (i // 3) for i in range(40) for stem in stems]

        def text(topic):
            return ' '.join(chance.choice(words[topic * 7:topic * 7 + 60] if chance.random() < .5 else words) for _ in range(chance.randrange(1, 60)))

        topics = [i % classes for i in range(200)]
        texts = [text(topic) for topic in topics]
        labels = np.array(['label %d \u00e9' % topic for topic in topics], dtype=object if objects == 'O' else None)
        cv = CountVectorizer(**eval(vectorizer))
        clf = LogisticRegression(random_state=42, **eval(classifier)).fit(cv.fit_transform(texts), labels)
        unseen = [text(chance.randrange(classes)) + ' ' + chance.choice(['unknown', '\U0001f600', 'a', '']) for _ in range(int(count))] + ['', 'unknown words']
        X = cv.transform(unseen)
        print(json.dumps({
            'Vectorizer': __import__('base64').b64encode(pickle.dumps(cv, 4)).decode(), 'Classifier': __import__('base64').b64encode(pickle.dumps(clf, 4)).decode(),
            'Texts': unseen, 'Features': [sorted(row.indices.tolist()) for row in X],
            'Predictions': clf.predict(X).tolist(), 'Probabilities': clf.predict_proba(X).tolist()}))
        """;

    /// <param name="vectorizer">The arguments of the <c>CountVectorizer</c>, as a dictionary of Python.</param>
    /// <param name="classifier">Those of the <c>LogisticRegression</c>.</param>
    public static async Task<ScikitModel> MakeAsync(
        string vectorizer = "{}", string classifier = "{}", int classes = 5, char labels = 'O', int texts = 200) =>
        JsonSerializer.Deserialize<ScikitModel>(await ScikitPython.RunAsync(
            Program, [vectorizer, classifier, $"{classes}", $"{labels}", $"{texts}"], TestContext.Current.CancellationToken))!;
}

internal sealed record ScikitModel(
    byte[] Vectorizer, byte[] Classifier, string[] Texts, int[][] Features, string[] Predictions, double[][] Probabilities);
