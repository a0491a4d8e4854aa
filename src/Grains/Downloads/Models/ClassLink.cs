using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>How scores become probabilities: by the softmax of all, or by the sigmoid of each.</summary>
internal abstract class ClassLink
{
    /// <exception cref="ModelRefusedException">The setting is none of scikit-learn 1.2's.</exception>
    public static ClassLink Read(ModelSettings settings, int classes)
    {
        var solver = settings.Text("solver");
        return settings["multi_class"] switch
        {
            PickledText { Value: "ovr" } => new Sigmoid(),
            PickledText { Value: "multinomial" } => new Softmax(),
            PickledText { Value: "auto" } => classes == 2 || solver == "liblinear" ? new Sigmoid() : new Softmax(),
            _ => throw settings.Refusal("multi_class", "is not auto, multinomial or ovr"),
        };
    }

    /// <param name="score">That of the second class.</param>
    public abstract void OfTwo(double score, Span<double> probabilities);

    public abstract void OfMany(ReadOnlySpan<double> scores, Span<double> probabilities);

    private sealed class Sigmoid : ClassLink
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

    private sealed class Softmax : ClassLink
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
