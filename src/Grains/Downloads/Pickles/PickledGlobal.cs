namespace Switchyard.Downloads.Pickles;

/// <summary>One of the few classes and functions that a pickle may name; here a name and nothing else.</summary>
internal sealed class PickledGlobal : PickledValue
{
    public static readonly PickledGlobal LogisticRegression = new("sklearn.linear_model._logistic", "LogisticRegression");
    public static readonly PickledGlobal CountVectorizer = new("sklearn.feature_extraction.text", "CountVectorizer");
    public static readonly PickledGlobal Reconstruct = new("numpy.core.multiarray", "_reconstruct");
    public static readonly PickledGlobal Scalar = new("numpy.core.multiarray", "scalar");
    public static readonly PickledGlobal NdArray = new("numpy", "ndarray");
    public static readonly PickledGlobal DType = new("numpy", "dtype");
    public static readonly PickledGlobal Int64 = new("numpy", "int64");

    /// <summary>What the module of the two functions is called since numpy 2.</summary>
    private const string NewMultiarray = "numpy._core.multiarray";

    private static readonly Dictionary<(string Module, string Name), PickledGlobal> Allowed = new PickledGlobal[]
    {
        LogisticRegression, CountVectorizer, Reconstruct, Scalar, NdArray, DType, Int64,
    }.ToDictionary(global => (global.Module, global.Name));

    private PickledGlobal(string module, string name)
    {
        Module = module;
        Name = name;
    }

    public string Module { get; }

    public string Name { get; }

    public override string Kind => $"{Module}.{Name}";

    /// <exception cref="PickleRefusedException">It is none of those.</exception>
    public static PickledGlobal Find(string module, string name) =>
        Allowed.TryGetValue((module == NewMultiarray ? Reconstruct.Module : module, name), out var global)
            ? global
            : throw new PickleRefusedException($"The pickle names the global {PickleRefusedException.Shown(module)}.{PickleRefusedException.Shown(name)}, which is not allowed.");
}
