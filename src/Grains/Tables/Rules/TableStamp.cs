using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Tables.Rules;

/// <summary>
/// What the files were when an import last took a table from them: kept beside the table, so that the next import knows what has
/// changed. A table that was stored by a node of 0.1 has none.
/// </summary>
public sealed record TableStamp
{
    /// <summary>Bytes of the file whose cells are stored.</summary>
    public long Size { get; init; }

    /// <summary>When that file was last changed.</summary>
    public DateTimeOffset Modified { get; init; }

    /// <summary>SHA-256 of its bytes; null: not known, so it is read again.</summary>
    public byte[]? Hash { get; init; }

    /// <summary>Of the cells that are stored.</summary>
    public int Rows { get; init; }

    /// <summary>Of the cells that are stored.</summary>
    public int Columns { get; init; }

    /// <summary>SHA-256 of the table's targets as the targets files had them; null: not known.</summary>
    public byte[]? TargetsHash { get; init; }

    /// <summary>
    /// The lease number of the table when it got cells or targets that who had it, or has returned it, does not know; null: none. While it is
    /// still that, nobody has got it since.
    /// </summary>
    public long? NewsUnder { get; init; }

    /// <summary>What the targets files say of a table, as a hash.</summary>
    public static byte[] HashOf(TargetTable targets) => SHA256.HashData(targets.Serialize());

    /// <summary>The bytes that <see cref="Deserialize"/> reads, also in later versions.</summary>
    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, TableStampJson.Default.TableStamp);

    /// <summary>Null when the bytes are no stamp: the files are read again then.</summary>
    public static TableStamp? Deserialize(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, TableStampJson.Default.TableStamp);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the file has the bytes that it had.</summary>
    /// <param name="hash">Of what it has now; null: not known.</param>
    public bool HasBytes(byte[]? hash) => Hash is { } known && known.AsSpan().SequenceEqual(hash);

    /// <summary>Whether the targets files say of the table what they said.</summary>
    /// <param name="hash">Of what they say now; null: not known.</param>
    public bool HasTargets(byte[]? hash) => TargetsHash is { } known && known.AsSpan().SequenceEqual(hash);

    /// <summary>Whether the file looks as it did, without a look into it.</summary>
    public bool LooksLike(long size, DateTimeOffset modified) => Hash is not null && Size == size && Modified == modified;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(TableStamp))]
internal sealed partial class TableStampJson : JsonSerializerContext;
