namespace Switchyard.Downloads.Pickles;

/// <summary>One of the few classes and functions that a pickle may name; here a name and nothing else.</summary>
internal sealed class PickledGlobal : PickledValue
{
    public static readonly PickledGlobal LogisticRegression = new("sklearn.linear_model._logistic", "LogisticRegression");
    public static readonly PickledGlobal MultinomialNB = new("sklearn.naive_bayes", "MultinomialNB");
    public static readonly PickledGlobal ComplementNB = new("sklearn.naive_bayes", "ComplementNB");
    public static readonly PickledGlobal CountVectorizer = new("sklearn.feature_extraction.text", "CountVectorizer");
    public static readonly PickledGlobal TfidfVectorizer = new("sklearn.feature_extraction.text", "TfidfVectorizer");
    public static readonly PickledGlobal TfidfTransformer = new("sklearn.feature_extraction.text", "TfidfTransformer");
    public static readonly PickledGlobal CsrMatrix = new("scipy.sparse._csr", "csr_matrix");
    public static readonly PickledGlobal Reconstruct = new("numpy.core.multiarray", "_reconstruct");
    public static readonly PickledGlobal Scalar = new("numpy.core.multiarray", "scalar");
    public static readonly PickledGlobal FromBuffer = new("numpy.core.numeric", "_frombuffer");
    public static readonly PickledGlobal NdArray = new("numpy", "ndarray");
    public static readonly PickledGlobal DType = new("numpy", "dtype");
    public static readonly PickledGlobal Int32 = new("numpy", "int32");
    public static readonly PickledGlobal Int64 = new("numpy", "int64");
    public static readonly PickledGlobal Float32 = new("numpy", "float32");
    public static readonly PickledGlobal Float64 = new("numpy", "float64");
    public static readonly PickledGlobal Int = new("builtins", "int");
    public static readonly PickledGlobal Float = new("builtins", "float");
    public static readonly PickledGlobal Set = new("builtins", "set");
    public static readonly PickledGlobal FrozenSet = new("builtins", "frozenset");
    public static readonly PickledGlobal Bytes = new("builtins", "bytes");

    /// <summary>How protocol 2, which has no bytes, writes them.</summary>
    public static readonly PickledGlobal Encode = new("_codecs", "encode");

    // A random_state that is no number; nothing of it is used.
    public static readonly PickledGlobal RandomState = new("numpy.random._pickle", "__randomstate_ctor");
    public static readonly PickledGlobal BitGenerator = new("numpy.random._pickle", "__bit_generator_ctor");
    public static readonly PickledGlobal MersenneTwister = new("numpy.random._mt19937", "MT19937");

    /// <summary>What other versions of numpy, scipy and Python call the modules.</summary>
    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["numpy._core.multiarray"] = Reconstruct.Module,
        ["numpy._core.numeric"] = FromBuffer.Module,
        ["scipy.sparse.csr"] = CsrMatrix.Module,
        ["__builtin__"] = Set.Module,
    };

    /// <summary>What protocol 2 calls <c>int</c>.</summary>
    private static readonly (string Module, string Name) LongOfPython2 = ("__builtin__", "long");

    private static readonly Dictionary<(string Module, string Name), PickledGlobal> Allowed = new PickledGlobal[]
    {
        LogisticRegression, MultinomialNB, ComplementNB, CountVectorizer, TfidfVectorizer, TfidfTransformer, CsrMatrix,
        Reconstruct, Scalar, FromBuffer, NdArray, DType, Int32, Int64, Float32, Float64,
        Int, Float, Set, FrozenSet, Bytes, Encode, RandomState, BitGenerator, MersenneTwister,
    }.ToDictionary(global => (global.Module, global.Name));

    private PickledGlobal(string module, string name)
    {
        Module = module;
        Name = name;
    }

    public string Module { get; }

    public string Name { get; }

    public override string Kind => $"{Module}.{Name}";

    /// <summary>Whether objects of it are made, and built from their attributes.</summary>
    public bool IsModel => this == LogisticRegression || this == MultinomialNB || this == ComplementNB || this == CountVectorizer
        || this == TfidfVectorizer || this == TfidfTransformer || this == CsrMatrix;

    /// <exception cref="PickleRefusedException">It is none of those.</exception>
    public static PickledGlobal Find(string module, string name) =>
        Allowed.TryGetValue((OtherNames.GetValueOrDefault(module, module), (module, name) == LongOfPython2 ? Int.Name : name), out var global)
            ? global
            : throw new PickleRefusedException($"The pickle names the global {PickleRefusedException.Shown(module)}.{PickleRefusedException.Shown(name)}, which is not allowed.");
}
