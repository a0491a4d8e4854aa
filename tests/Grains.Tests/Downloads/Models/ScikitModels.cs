using System.Text.Json;
using Switchyard.Servers;

namespace Switchyard.Downloads.Models;

/// <summary>Models that scikit-learn makes now, and what it computes with them.</summary>
internal static class ScikitModels
{
    /// <summary>The texts have the words of few topics and of several scripts; the last ones have none that is known, and odd blanks.</summary>
    private const string Program = """
        import base64, json, pickle, random, sys
        import numpy as np
        from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer, ENGLISH_STOP_WORDS
        from sklearn.linear_model import LogisticRegression
        from sklearn.naive_bayes import ComplementNB, MultinomialNB

        stems = ['goal', 'Bank', 'caf\u00e9', 'x\u00b2', '\u039f\u0394\u039f\u03a3', '\u0130stanbul', '\u6f22\u5b57', '\U00010400\U00010401', 'cafe\u0301', 'na\u00efve_words', 'the', 'of']
        words = [stem + str(i) if i % 3 else stem + 's' * (i // 3) for i in range(40) for stem in stems]

        def make(vectorizer, classifier, classes, labels, texts, before, after, protocol):
            chance = random.Random(7)

            def text(topic):
                return chance.choice([' ', ' ', '  ', '\n', ' - ', '\t\x1c']).join(
                    chance.choice(words[topic * 7:topic * 7 + 60] if chance.random() < .5 else words) for _ in range(chance.randrange(1, 60)))

            topics = [i % classes for i in range(200)]
            corpus = [text(topic) for topic in topics]
            names = {'O': lambda t: 'label %d \u00e9' % t, 'U': lambda t: 'label %d \u00e9' % t, 'i': lambda t: t - 2, 'f': lambda t: float(t), 'b': lambda t: t > 0}
            y = np.array([names[labels](topic) for topic in topics], dtype=object if labels == 'O' else None)
            cv, clf = eval(vectorizer), eval(classifier)
            clf.fit(cv.fit_transform(corpus), y)
            scope = {'cv': cv, 'clf': clf, 'np': np}
            exec(before, scope)
            unseen = [text(chance.randrange(classes)) + ' ' + chance.choice(['unknown', '\U0001f600', 'a', '']) for _ in range(texts)] + [
                '', 'unknown words', 'of the goal, a bank of goals and the others', ' \x1c\x1d  Bank0\x85\x85goal\u2028\u3000caf\u00e9 \n\n']
            X = cv.transform(unseen)
            answer = {
                'Texts': unseen, 'Features': [sorted(row.indices.tolist()) for row in X], 'Values': [row.toarray()[0][sorted(row.indices)].tolist() for row in X],
                'Predictions': [str(label) for label in clf.predict(X)], 'Probabilities': clf.predict_proba(X).tolist()}
            exec(after, scope)
            answer['Vectorizer'], answer['Classifier'] = (base64.b64encode(pickle.dumps(model, protocol)).decode() for model in (cv, clf))
            return answer

        if sys.argv[1] == 'numpy 2':
            import numpy.core.multiarray, numpy.core.numeric
            for module, functions in (('multiarray', ('_reconstruct', 'scalar')), ('numeric', ('_frombuffer',))):
                sys.modules['numpy._core.' + module] = getattr(numpy.core, module)
                for function in functions:
                    getattr(getattr(numpy.core, module), function).__module__ = 'numpy._core.' + module
            sys.modules['numpy._core'] = numpy.core
        print(json.dumps([make(*case) for case in json.loads(sys.argv[2])]))
        """;

    /// <param name="numpyTwo">They are pickled as numpy 2 does.</param>
    public static async Task<IReadOnlyList<ScikitModel>> MakeAsync(IReadOnlyList<ScikitCase> cases, bool numpyTwo = false)
    {
        var asked = JsonSerializer.Serialize(cases.Select(made => new object[]
        {
            made.Vectorizer, made.Classifier, made.Classes, made.Labels, made.Texts, made.Before, made.After, made.Protocol,
        }));
        var answer = await ScikitPython.RunAsync(Program, [numpyTwo ? "numpy 2" : "", asked], TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<ScikitModel[]>(answer)!;
    }

    /// <summary>What is read here finds the same terms, labels and probabilities.</summary>
    public static async Task AgreeAsync(IReadOnlyList<ScikitCase> cases, bool numpyTwo = false) =>
        Assert.All(cases.Zip(await MakeAsync(cases, numpyTwo)), made => made.Second.Agrees(made.First.Tolerance));
}

/// <summary>A vectoriser and a classifier to be made.</summary>
/// <param name="Vectorizer">An expression of Python.</param>
/// <param name="Classifier">Another.</param>
internal sealed record ScikitCase(string Vectorizer = "CountVectorizer()", string Classifier = "LogisticRegression()")
{
    public int Classes { get; init; } = 5;

    /// <summary>O: objects, U: text, i: integers, f: floats, b: booleans.</summary>
    public string Labels { get; init; } = "O";

    public int Texts { get; init; } = 60;

    /// <summary>What is done to <c>cv</c> and <c>clf</c> before they are used.</summary>
    public string Before { get; init; } = "";

    /// <summary>What is done to them before they are pickled.</summary>
    public string After { get; init; } = "";

    public int Protocol { get; init; } = 4;

    public double Tolerance { get; init; } = 1e-9;
}

internal sealed record ScikitModel(
    byte[] Vectorizer, byte[] Classifier, string[] Texts, int[][] Features, double[][] Values, string[] Predictions, double[][] Probabilities)
{
    public void Agrees(double tolerance)
    {
        var vectorizer = CountVectorizer.Read(Pickles.PickleReader.Read(Vectorizer));
        var ours = TextClassifier.Read(Vectorizer, Classifier);
        Assert.Equal(Predictions, Texts.Select(text => ours.Predict(text).ToString()));
        for (var i = 0; i < Texts.Length; i++)
        {
            var workspace = new Workspace();
            Assert.Equal(Features[i], vectorizer.Transform(Texts[i], workspace).ToArray().Distinct());
            var row = vectorizer.Weigh(Texts[i], workspace);
            Assert.Equal(Features[i], row.Features.ToArray().Order());
            Assert.All(row.Features.ToArray().Zip(row.Values.ToArray()).OrderBy(pair => pair.First).Zip(Values[i]), pair => Assert.Equal(pair.Second, pair.First.Second, tolerance));
            var probabilities = new double[ours.Classes.Count];
            ours.Probabilities(Texts[i], probabilities);
            Assert.All(probabilities.Zip(Probabilities[i]), pair => Assert.Equal(pair.Second, pair.First, tolerance));
        }
    }
}
