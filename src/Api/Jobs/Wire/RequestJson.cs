namespace Switchyard.Jobs.Wire;

/// <summary>The body of <c>POST /jobs</c>, as the API's description shows it; <see cref="NewJobs"/> reads it.</summary>
internal sealed record NewJobsJson(IReadOnlyList<JobParametersJson> Jobs);

/// <summary>The body of <c>PUT /jobs/{jobId}</c>, as the API's description shows it.</summary>
internal sealed record JobUpdateJson(string? Status = null, string? Description = null, string? Log = null);

/// <summary>The body of <c>POST /maintenance-status</c>, as the API's description shows it.</summary>
internal sealed record MaintenanceChangeJson(string Msg, bool Paused);
