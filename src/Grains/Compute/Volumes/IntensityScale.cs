namespace Switchyard.Compute.Volumes;

/// <summary>What a stored number means: value = slope * stored + intercept.</summary>
public readonly record struct IntensityScale(double Slope, double Intercept)
{
    public static IntensityScale Identity { get; } = new(1, 0);

    public bool IsIdentity => this == Identity;
}
