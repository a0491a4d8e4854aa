using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Switchyard.Work;

namespace Switchyard.Jobs.Rules;

/// <summary>A user's names for requests. Two users may choose the same one. Pure.</summary>
internal static class IdempotencyKeys
{
    /// <summary>As it is stored: a hash, since names are long and an index takes no more than it must.</summary>
    public static string? Of(Admission admission) =>
        admission.IdempotencyKey is { } key ? "key/" + Hash(Encoding.UTF8.GetBytes($"{admission.Owner ?? admission.CreatedBy.UserId}\n{key}")) : null;

    /// <summary>What was asked for, to tell a repetition from another request under the same name; kept only where there is one.</summary>
    public static string? AskedOf(Admission admission) => admission.IdempotencyKey is null
        ? null
        : Hash(JsonSerializer.SerializeToUtf8Bytes(KeptParameters.Of(admission.Parameters), JobStateJson.Default.JobParameters));

    public static AdmissionResult Answer(WorkRow known, Admission asked) => JobRows.BodyOf(known).Asked == AskedOf(asked)
        ? new(AdmissionOutcome.Admitted, known.Id)
        : new(AdmissionOutcome.KeyReused);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
