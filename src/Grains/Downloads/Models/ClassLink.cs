using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>How scores become probabilities: by the softmax of all, or by the sigmoid of each.</summary>
internal abstract class ClassLink
{
    /// <summary>The softmax of all scores.</summary>
    public static readonly ClassLink Softmax = new OfAll();

    private static readonly ClassLink Sigmoid = new OfEach();

    /// <summary>
    /// What a logistic regression does. The setting is gone since version 1.8, and not said since 1.5; whatever it is, the class
    /// with the highest score is the same.
    /// </summary>
    public static ClassLink Read(ModelSettings settings, int classes) => settings.Find("multi_class") switch
    {
        PickledText { Value: "ovr" } => Sigmoid,
        PickledText { Value: "multinomial" } => Softmax,
        _ => classes == 2 || settings.Find("solver") is PickledText { Value: "liblinear" } ? Sigmoid : Softmax,
    };

    /// <param name="score">That of the second class.</param>
    public abstract void OfTwo(double score, Span<double> probabilities);

    public abstract void OfMany(ReadOnlySpan<double> scores, Span<double> probabilities);

    private sealed class OfEach : ClassLink
    {
        public override void OfTwo(double score, Span<double> probabilities)
        {
            var second = Of(score);
            (probabilities[0], probabilities[1]) = (1 - second, second);
        }

        public override void OfMany(ReadOnlySpan<double> scores, Span<double> probabilities)
        {
            var sum = 0.0;
            for (var i = 0; i < scores.Length; i++)
            {
                sum += probabilities[i] = Of(scores[i]);
            }

            Divide(probabilities, sum);
        }

        private static double Of(double score) => 1 / (1 + Math.Exp(-score));
    }

    private sealed class OfAll : ClassLink
    {
        public override void OfTwo(double score, Span<double> probabilities) => OfMany([-score, score], probabilities);

        public override void OfMany(ReadOnlySpan<double> scores, Span<double> probabilities)
        {
            var highest = double.NegativeInfinity;
            foreach (var score in scores)
            {
                highest = Math.Max(highest, score);
            }

            var sum = 0.0;
            for (var i = 0; i < scores.Length; i++)
            {
                sum += probabilities[i] = Math.Exp(scores[i] - highest);
            }

            Divide(probabilities, sum);
        }
    }

    private static void Divide(Span<double> values, double by)
    {
        foreach (ref var value in values)
        {
            value /= by;
        }
    }
}
