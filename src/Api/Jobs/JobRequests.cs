using System.Globalization;
using System.Text.Json;
using Switchyard.Jobs.Validation;

namespace Switchyard.Jobs;

/// <summary>Reads the smaller requests of the original: updates, filters, ids.</summary>
internal static class JobRequests
{
    private static readonly Shape Update = new(forbidsOthers: true, "status", "description", "log");
    private static readonly Shape Maintenance = new(forbidsOthers: true, "msg", "paused");

    public static JobUpdate? ReadUpdate(JsonElement value, Place place, Violations found)
    {
        if (Update.Open(value, place, found) is not { } update)
        {
            return null;
        }

        var status = (JobStatus?)update.OptionalWord("status", JobWords.AllStatuses);
        var description = update.OptionalReport("description");
        var log = update.OptionalReport("log");
        update.Close();
        return new JobUpdate(status, description is null ? null : ReportedText.Shorten(description, JobLimits.Description), log);
    }

    public static MaintenanceChange? ReadMaintenance(JsonElement value, Place place, Violations found)
    {
        if (Maintenance.Open(value, place, found) is not { } change)
        {
            return null;
        }

        var message = change.Text("msg", JobLimits.Description);
        var paused = change.Flag("paused");
        change.Close();
        return message is null || paused is null ? null : new MaintenanceChange(message, paused.Value);
    }

    /// <param name="status">One status; empty is none.</param>
    /// <param name="operation">Operations between commas; empty is wrong.</param>
    public static JobFilter ReadFilter(string? status, string? operation, string? ignoreCompleted, Violations found)
    {
        JobStatus? wanted = null;
        if (!string.IsNullOrEmpty(status) && !JobWords.TryParse(status, out wanted))
        {
            found.AddEnum(Place.Query.Member("status"), status, JobWords.AllStatuses);
        }

        var operations = new List<JobOperation>();
        foreach (var word in operation?.Split(',') ?? [])
        {
            if (JobWords.TryParse(word, out JobOperation? one))
            {
                operations.Add(one.Value);
            }
            else
            {
                found.AddEnum(Place.Query.Member("operation"), word, JobWords.AllOperations);
            }
        }

        var ignores = ignoreCompleted is null ? false : Values.Flag(ignoreCompleted);
        if (ignores is null)
        {
            found.Add(
                "bool_parsing",
                Place.Query.Member("ignoreCompleted"),
                "Input should be a valid boolean, unable to interpret input",
                ignoreCompleted!);
        }

        return new JobFilter { Status = wanted, Operations = operations, IgnoreCompleted = ignores == true };
    }

    /// <summary>The number that a text is; 0, which no job has, when it is too large or negative.</summary>
    /// <returns>Null when it is no whole number.</returns>
    public static long? ReadId(string text)
    {
        var digits = text.AsSpan(text is ['+' or '-', ..] ? 1 : 0);
        return digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') ? null
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id > 0 ? id
            : 0;
    }

    public static ViolationsAnswer NoId(string text)
    {
        var found = new Violations();
        found.Add(
            "int_parsing",
            Place.Path.Member("job_id"),
            "Input should be a valid integer, unable to parse string as an integer",
            text);
        return new ViolationsAnswer(found);
    }
}

internal sealed record MaintenanceChange(string Message, bool Paused);
