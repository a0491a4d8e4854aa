using System.Globalization;
using System.Text.Json.Serialization;

namespace Switchyard.Jobs.Wire;

/// <summary>What became of one item of <c>POST /jobs</c>.</summary>
/// <param name="Status">"queued" or "FAILED".</param>
/// <param name="Reason">Why it failed, for people.</param>
/// <param name="ActiveJobId">The job that keeps the target busy.</param>
internal sealed record AdmissionJson(
    string Status,
    string Msg,
    // The one name of the wire in snake_case.
    [property: JsonPropertyName("job_id")] string? JobId = null,
    string? Reason = null,
    string? ActiveJobId = null)
{
    private const string Failed = "FAILED";
    private const string BumpingIsDisabled = "Bumping the datastore is disabled";

    /// <summary>The one refusal whose text says the reason itself.</summary>
    public static AdmissionJson BumpDisabled { get; } = new(Failed, $"{Failed}: {BumpingIsDisabled}", Reason: BumpingIsDisabled);

    public static AdmissionJson Created(long job) => new("queued", "CREATED", Text(job));

    public static AdmissionJson Refused(string reason, long? activeJob = null) =>
        new(Failed, Failed, Reason: reason, ActiveJobId: activeJob is { } job ? Text(job) : null);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
