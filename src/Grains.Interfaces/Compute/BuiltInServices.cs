namespace Switchyard.Compute;

/// <summary>The names of the services that every node has whatever its doors.</summary>
public static class BuiltInServices
{
    public const string FloatComputation = "FloatComputation";

    public const string Dummy = "Dummy";

    public const string Threshold = "Threshold";

    public static IReadOnlyList<string> All { get; } = [FloatComputation, Dummy, Threshold];
}
