namespace Switchyard.Downloads.Models;

/// <summary>The features of one text and their values, in the order in which scipy keeps and sums them.</summary>
/// <param name="isSingle">The values are of single precision, and so is what is computed with them.</param>
internal readonly ref struct FeatureRow(Span<int> features, Span<double> values, bool isSingle)
{
    public Span<int> Features { get; } = features;

    public Span<double> Values { get; } = values;

    public bool IsSingle { get; } = isSingle;

    /// <summary>A result as the row keeps it.</summary>
    public double Round(double value) => IsSingle ? (float)value : value;
}
