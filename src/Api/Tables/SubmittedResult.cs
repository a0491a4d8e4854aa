using System.Buffers;
using System.Text.Json;
using Switchyard.Tables.Wire;

namespace Switchyard.Tables;

/// <summary>What the body of a handed-in result says.</summary>
/// <param name="Annotations">Entries with a mapping, in the order sent; duplicates included.</param>
/// <param name="Errors">Non-fatal errors the client met.</param>
internal sealed record SubmittedResult(AnnotationSet Annotations, IReadOnlyList<string> Errors)
{
    /// <summary>Entries of all tasks together, those without a mapping included.</summary>
    public const int MaxEntries = 5_000_000;

    /// <summary>Characters of one mapping.</summary>
    public const int MaxMappedLength = 10_000;

    /// <summary>Of <see cref="Errors"/>.</summary>
    public const int MaxErrors = 10_000;

    /// <summary>Bytes of JSON of all <see cref="Errors"/> together.</summary>
    public const int MaxErrorsLength = 16 * 1024 * 1024;

    /// <exception cref="SubmissionRefusedException">The body is not a result; nothing else is ever thrown, whatever it holds.</exception>
    public static SubmittedResult Parse(ReadOnlySequence<byte> json)
    {
        try
        {
            return ClientJson.Read(json, sent => new SubmittedResultReader(sent).Read());
        }
        catch (JsonException failure)
        {
            throw new SubmissionRefusedException($"The body is not JSON: {failure.Message}");
        }
    }
}
