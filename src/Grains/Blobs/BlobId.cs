using System.Buffers;
using System.Security.Cryptography;

namespace Switchyard.Blobs;

/// <summary>128 random bits as 32 lower-case hexadecimal digits.</summary>
internal static class BlobId
{
    public const int Length = 32;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static string Create() => RandomNumberGenerator.GetHexString(Length, lowercase: true);

    /// <summary>False for anything that must not become part of a path.</summary>
    public static bool IsValid(string? id) =>
        id is { Length: Length } && !id.AsSpan().ContainsAnyExcept(Digits);
}
