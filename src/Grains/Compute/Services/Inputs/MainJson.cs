using System.Text;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>The file <c>main.json</c> of an upload, read once for all inputs.</summary>
internal sealed class MainJson
{
    public const string FileName = "main.json";

    /// <summary>Bytes; values are numbers, words and points.</summary>
    public const int MaxLength = 1 << 20;

    private const string Missing = "main.json does not exists.";
    private const string Unreadable = "Error parsing main.json.";
    private static readonly string TooLarge = $"main.json is larger than {MaxLength >> 20} MiB.";
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly PythonValue.Dictionary? _root;
    private readonly PythonValue.Dictionary? _inputs;

    private readonly string? _error;

    private MainJson(string error)
    {
        _error = error;
    }

    private MainJson(PythonValue.Dictionary root, PythonValue.Dictionary inputs)
    {
        (_root, _inputs) = (root, inputs);
    }

    public static async Task<MainJson> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return new MainJson(Missing);
        }

        if (new FileInfo(path).Length > MaxLength)
        {
            return new MainJson(TooLarge);
        }

        try
        {
            // Editors on Windows put a mark before the text.
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            var hasMark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
            var text = StrictUtf8.GetString(hasMark ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes);
            return PythonJson.Parse(text) is PythonValue.Dictionary root && Inputs(root) is { } inputs
                ? new MainJson(root, inputs) { HasMark = hasMark }
                : new MainJson(Unreadable);
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            return new MainJson(Unreadable);
        }
    }

    /// <summary>Whether the file begins with a mark of the byte order, which Python's reader does not take.</summary>
    public bool HasMark { get; private init; }

    /// <summary>Whether the input's value was left out, rather than lost in a file that cannot be read.</summary>
    public bool Lacks(string id) => _inputs is { } inputs ? !inputs.Members.ContainsKey(id) : _error == Missing;

    /// <exception cref="MainJsonException">The file as a whole cannot be used.</exception>
    /// <exception cref="InputRefusedException">There is no value.</exception>
    public PythonValue Get(MainJsonInput input) => _inputs is { } inputs
        ? inputs.Members.GetValueOrDefault(input.Id) ?? throw new InputRefusedException(input.AbsentText)
        : throw new MainJsonException(_error!);

    /// <summary>Writes it anew with values for inputs that were absent, for programs that read nothing else.</summary>
    public Task WriteWithAsync(
        string directory, IEnumerable<MainJsonInput> defaulted, CancellationToken cancellationToken)
    {
        var inputs = new OrderedDictionary<string, PythonValue>(_inputs?.Members ?? []);
        foreach (var input in defaulted)
        {
            inputs[input.Id] = input.DefaultEntry;
        }

        var root = new OrderedDictionary<string, PythonValue>(_root?.Members ?? [])
        {
            ["inputs"] = new PythonValue.Dictionary(inputs),
        };
        var text = PythonJsonText.Write(new PythonValue.Dictionary(root));
        return File.WriteAllTextAsync(Path.Combine(directory, FileName), text, cancellationToken);
    }

    /// <summary>No <c>inputs</c> is none of them; anything else in its place is a broken file.</summary>
    private static PythonValue.Dictionary? Inputs(PythonValue.Dictionary root) =>
        root.Members.TryGetValue("inputs", out var inputs)
            ? inputs as PythonValue.Dictionary
            : new PythonValue.Dictionary([]);
}
