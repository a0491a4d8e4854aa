using System.Diagnostics;
using System.Globalization;
using System.Text;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Downloads.Models;
using Switchyard.Servers;

namespace Switchyard.Benchmarks.Downloads;

/// <summary>Texts a second that are labelled by a model of scikit-learn, read from its pickles, beside scikit-learn itself.</summary>
internal static class PredictBench
{
    private const int Texts = 40_000;
    private const int Words = 100;
    private const int Features = 10_000;
    private const int Classes = 40;

    /// <summary>
    /// Makes the model and the texts, and labels them; prints the texts a second of the best of three runs. The weights are of
    /// chance, for their values cost nothing: training would take minutes.
    /// </summary>
    private const string Program = """
        import os, pickle, random, sys, time
        import numpy as np
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.linear_model import LogisticRegression
        directory, texts, words, features, classes = sys.argv[1], *map(int, sys.argv[2:])
        chance = random.Random(1)
        letters = 'abcdefghijklmnopqrstuvwxyz\u00e9\u00fc'
        # A fifth of the words that texts have is unknown to the model.
        vocabulary = list({''.join(chance.choice(letters) for _ in range(chance.randrange(2, 11))) for _ in range(2 * features)})[:features * 5 // 4]
        lengths = [chance.randrange(words // 2, words * 3 // 2 + 1) for _ in range(texts)]
        corpus = [' '.join(chance.choices(vocabulary, k=length)).capitalize() + '.' for length in lengths]
        cv = CountVectorizer().fit(vocabulary[:features])
        clf = LogisticRegression(random_state=42, max_iter=2)
        labels = ['label %02d' % (i % classes) for i in range(classes)]
        clf.fit(cv.transform(corpus[:classes]), labels)
        clf.coef_ = np.random.RandomState(1).normal(size=clf.coef_.shape)
        for name, model in ('countvec.p', cv), ('clf.p', clf):
            open(os.path.join(directory, name), 'wb').write(pickle.dumps(model, 4))
        open(os.path.join(directory, 'texts.txt'), 'w', encoding='utf-8').write('\n'.join(corpus))
        seconds = []
        for _ in range(3):
            began = time.perf_counter()
            predicted = clf.predict(cv.transform(corpus))
            seconds.append(time.perf_counter() - began)
        open(os.path.join(directory, 'labels.txt'), 'w').write('\n'.join(predicted))
        print(texts / min(seconds))
        """;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        if (await ScikitPython.PathAsync() is null)
        {
            Console.WriteLine("python3-sklearn and python3-pandas are not installed: there is nothing to make a model with.");
            return;
        }

        var directory = Directory.CreateDirectory(databases.NewDirectory()).FullName;
        var theirs = double.Parse(
            await ScikitPython.RunAsync(Program, [directory, $"{Texts}", $"{Words}", $"{Features}", $"{Classes}"], CancellationToken.None),
            CultureInfo.InvariantCulture);
        var texts = await File.ReadAllLinesAsync(Path.Combine(directory, "texts.txt"), Encoding.UTF8);
        var expected = await File.ReadAllLinesAsync(Path.Combine(directory, "labels.txt"));
        Console.WriteLine($"{Texts:N0} texts of {Words / 2} to {Words * 3 / 2} words, {Features:N0} features, {Classes} classes; one text after the other from the text to its label");

        var began = Stopwatch.GetTimestamp();
        var classifier = TextClassifier.Read(
            await File.ReadAllBytesAsync(Path.Combine(directory, "countvec.p")), await File.ReadAllBytesAsync(Path.Combine(directory, "clf.p")));
        var reading = Stopwatch.GetElapsedTime(began);
        var table = new PlainTable(28, "labelled by", "texts/s");
        var labels = new string[texts.Length];
        foreach (var cores in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            var best = Enumerable.Range(0, 3).Min(_ => Measure(classifier, texts, labels, cores));
            table.Add($"Switchyard, {cores} {(cores == 1 ? "core" : "cores")}", texts.Length / best.TotalSeconds);
            if (!labels.SequenceEqual(expected))
            {
                throw new InvalidOperationException("The labels are not scikit-learn's.");
            }
        }

        table.Add("scikit-learn, all at once", theirs);
        Console.WriteLine($"Both pickles were read in {reading.TotalMilliseconds:N0} ms; all labels are the same.");
    }

    private static TimeSpan Measure(TextClassifier classifier, string[] texts, string[] labels, int cores)
    {
        var began = Stopwatch.GetTimestamp();
        Parallel.For(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = cores }, i => labels[i] = classifier.Predict(texts[i]).ToString());
        return Stopwatch.GetElapsedTime(began);
    }
}
