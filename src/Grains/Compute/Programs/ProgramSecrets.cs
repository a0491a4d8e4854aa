using System.Text.Json;

namespace Switchyard.Compute.Programs;

/// <summary>How secrets come to the process of a run: on its standard input, since any process of the same user can read an environment.</summary>
internal static class ProgramSecrets
{
    /// <summary>One line; empty when there are none.</summary>
    public static string Pack(Dictionary<string, string> secrets) =>
        secrets.Count == 0 ? "" : Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(secrets));

    /// <param name="line">As it was packed; null: there was no line.</param>
    public static IReadOnlyDictionary<string, string> Unpack(string? line) => string.IsNullOrEmpty(line)
        ? new Dictionary<string, string>()
        : JsonSerializer.Deserialize<Dictionary<string, string>>(Convert.FromBase64String(line))!;
}
