using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Switchyard.Work;

/// <summary>
/// What a door keeps of an item in its row's body. Stored as JSON; members that a version does not know are skipped, those it
/// misses are 0 or empty.
/// </summary>
public interface IWorkBody<TBody>
    where TBody : class, IWorkBody<TBody>, new()
{
    /// <summary>How it is written.</summary>
    static abstract JsonTypeInfo<TBody> Json { get; }
}

/// <summary>How the bodies of all doors are written and read.</summary>
public static class WorkBodies
{
    extension<TBody>(TBody body)
        where TBody : class, IWorkBody<TBody>, new()
    {
        public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(body, TBody.Json);

        /// <summary>Reads what any version wrote; no bytes are an empty body.</summary>
        /// <exception cref="JsonException">The bytes are not such a body.</exception>
#pragma warning disable CA1000 // An extension of the body's own type: nobody writes a type argument.
        public static TBody Deserialize(ReadOnlySpan<byte> bytes) => bytes.IsEmpty
#pragma warning restore CA1000
            ? new TBody()
            : JsonSerializer.Deserialize(bytes, TBody.Json) ?? throw new JsonException($"A {typeof(TBody).Name} is null.");
    }
}
