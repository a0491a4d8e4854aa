namespace Switchyard.Compute.Services.Inputs;

/// <summary>What became of a run's inputs.</summary>
public sealed class InputReading
{
    private readonly MainJson _main;
    private readonly IReadOnlyList<MainJsonInput> _defaulted;

    internal InputReading(
        InputValues values, MainJson main, IReadOnlyList<MainJsonInput> defaulted, IReadOnlyList<string> errors)
    {
        (Values, _main, _defaulted, Errors) = (values, main, defaulted, errors);
    }

    /// <summary>Complete only without errors.</summary>
    public InputValues Values { get; }

    /// <summary>In the order the inputs are declared in, each with its input's id; what concerns <c>main.json</c> as a whole once.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>All errors, one a line; null when there are none.</summary>
    public string? Error => Errors is [] ? null : string.Join('\n', Errors);

    /// <summary>Lets a program that reads <c>main.json</c> itself see the defaults that were applied, and no mark of the byte order.</summary>
    internal Task WriteDefaultsAsync(string directory, CancellationToken cancellationToken) =>
        _defaulted is [] && !_main.HasMark ? Task.CompletedTask : _main.WriteWithAsync(directory, _defaulted, cancellationToken);
}
