using System.Text.Json;
using Switchyard.Jobs.Validation;

namespace Switchyard.Jobs;

/// <summary>Reads the body of <c>POST /jobs</c>: whole, or not at all.</summary>
internal static class NewJobs
{
    private static readonly Shape Body = new(forbidsOthers: true, "jobs");

    private static readonly Shape Job = new(
        forbidsOthers: true, "operation", "target", "releaseStatus", "description", "bumpManifesto", "bumpFromVersion", "bumpToVersion");

    private static readonly Shape Manifesto = new(
        forbidsOthers: false, "version", "description", "releaseTime", "languageCode", "updateType", "dataStructureUpdates");

    private static readonly Shape Update = new(forbidsOthers: true, "name", "description", "operation", "releaseStatus");

    /// <summary>What the jobs are to do, in their order. Which of the parts a job keeps is not judged here.</summary>
    public static IReadOnlyList<JobParameters>? Read(JsonElement value, Place place, Violations found)
    {
        if (Body.Open(value, place, found) is not { } body)
        {
            return null;
        }

        var jobs = body.List("jobs", JobLimits.Jobs, ReadJob);
        body.Close();
        return jobs;
    }

    private static JobParameters? ReadJob(JsonElement value, Place place, Violations found)
    {
        if (Job.Open(value, place, found) is not { } job)
        {
            return null;
        }

        var before = found.Count;
        var operation = (JobOperation?)job.Word("operation", JobWords.AllOperations);
        var target = job.Text("target", JobLimits.Name);
        var release = (ReleaseStatus?)job.OptionalWord("releaseStatus", JobWords.AllReleases);
        var description = job.OptionalText("description", JobLimits.Description);
        var manifesto = job.OptionalObject("bumpManifesto", ReadManifesto);
        var from = job.OptionalText("bumpFromVersion", JobLimits.Name);
        var to = job.OptionalText("bumpToVersion", JobLimits.Name);
        job.Close();
        if (found.Count > before)
        {
            return null;
        }

        var read = new JobParameters(operation!.Value, target!, manifesto, description, release, from, to);
        if (WhatLacks(read) is { } lack)
        {
            found.Add("value_error", place, $"Value error, {lack}", value, ("error", lack));
            return null;
        }

        return read;
    }

    /// <summary>The rule between members that a job breaks, if it does.</summary>
    private static string? WhatLacks(JobParameters job) => job switch
    {
        { Operation: JobOperation.Remove or JobOperation.Bump, Description: null } =>
            $"Must provide a description when operation is {JobWords.Of(job.Operation)}.",
        { Operation: JobOperation.SetStatus, ReleaseStatus: null } =>
            $"Must provide a releaseStatus when operation is {JobWords.Of(job.Operation)}.",
        { Operation: JobOperation.Bump } when job.BumpManifesto is null || job.BumpFromVersion is null || job.BumpToVersion is null =>
            "Must provide a bumpManifesto, bumpFromVersion and bumpToVersion when operation is BUMP.",
        _ => null,
    };

    private static BumpManifesto? ReadManifesto(JsonElement value, Place place, Violations found)
    {
        if (Manifesto.Open(value, place, found) is not { } manifesto)
        {
            return null;
        }

        var before = found.Count;
        var version = manifesto.Text("version", JobLimits.Name);
        var description = manifesto.Text("description", JobLimits.Description);
        var releaseTime = manifesto.Integer("releaseTime");
        var language = manifesto.Text("languageCode", JobLimits.Name);
        var updateType = manifesto.NullableText("updateType", JobLimits.Name);
        var updates = manifesto.List("dataStructureUpdates", JobLimits.DataStructureUpdates, ReadUpdate);
        return found.Count == before
            ? new BumpManifesto(version!, description!, releaseTime!.Value, language!, updateType, updates!)
            : null;
    }

    private static DataStructureUpdate? ReadUpdate(JsonElement value, Place place, Violations found)
    {
        if (Update.Open(value, place, found) is not { } update)
        {
            return null;
        }

        var before = found.Count;
        var name = update.Text("name", JobLimits.Name);
        var description = update.Text("description", JobLimits.Description);
        var operation = update.Text("operation", JobLimits.Name);
        var release = update.Text("releaseStatus", JobLimits.Name);
        update.Close();
        return found.Count == before ? new DataStructureUpdate(name!, description!, operation!, release!) : null;
    }
}
