using System.Globalization;

namespace Switchyard.Tasks.Pages;

/// <summary>A queue's policy as it stands in a form: texts, of which an empty one means the default, no bound, or for ever.</summary>
internal sealed class PolicyFields
{
    public string Lease { get; set; } = "";

    public string MaxAttempts { get; set; } = "";

    public string First { get; set; } = "";

    public string Factor { get; set; } = "";

    public string Most { get; set; } = "";

    public string Jitter { get; set; } = "";

    public string Timeout { get; set; } = "";

    public string Concurrency { get; set; } = "";

    public string GroupConcurrency { get; set; } = "";

    public string RateLimit { get; set; } = "";

    public string RatePer { get; set; } = "";

    public string KeepCompleted { get; set; } = "";

    public string KeepFailed { get; set; } = "";

    public static PolicyFields Of(TaskQueuePolicy policy) => new()
    {
        Lease = FormJson.Show(policy.Lease),
        MaxAttempts = Number(policy.MaxAttempts),
        First = FormJson.Show(policy.Backoff.First),
        Factor = FormJson.Show(policy.Backoff.Factor),
        Most = FormJson.Show(policy.Backoff.Most),
        Jitter = FormJson.Show(policy.Backoff.Jitter),
        Timeout = FormJson.Show(policy.Timeout),
        Concurrency = Number(policy.Concurrency),
        GroupConcurrency = Number(policy.GroupConcurrency),
        RateLimit = Number(policy.Rate?.Limit),
        RatePer = FormJson.Show(policy.Rate?.Per),
        KeepCompleted = FormJson.Show(policy.Retention.Completed),
        KeepFailed = FormJson.Show(policy.Retention.Failed),
    };

    /// <summary>As a body of <c>PUT /api/v1/queues/{queue}</c>.</summary>
    public byte[] ToJson() => FormJson.Of(json =>
    {
        json.WriteValue("lease", Lease);
        json.WriteValue("maxAttempts", MaxAttempts);
        json.WriteStartObject("backoff");
        json.WriteValue("first", First);
        json.WriteValue("factor", Factor);
        json.WriteValue("most", Most);
        json.WriteValue("jitter", Jitter);
        json.WriteEndObject();
        json.WriteValue("timeout", Timeout);
        json.WriteValue("concurrency", Concurrency);
        json.WriteValue("groupConcurrency", GroupConcurrency);
        if (RateLimit.Length + RatePer.Length > 0)
        {
            json.WriteStartObject("rate");
            json.WriteValue("limit", RateLimit);
            json.WriteValue("per", RatePer);
            json.WriteEndObject();
        }

        // Nothing here means for ever, and what is left out the default.
        json.WriteStartObject("retention");
        json.WriteValueOrNull("completed", KeepCompleted);
        json.WriteValueOrNull("failed", KeepFailed);
        json.WriteEndObject();
    });

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
