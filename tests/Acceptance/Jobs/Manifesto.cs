using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Jobs;

/// <summary>The datasets that a BUMP releases, removes and leaves alone, and what became of them.</summary>
internal sealed record Manifesto(IReadOnlyList<string> Released, IReadOnlyList<string> Removed, IReadOnlyList<string> Drafts)
{
    public static Manifesto Of(string name, int count)
    {
        string[] all = [.. Enumerable.Range(0, count).Select(number => NewJob.Target($"{name}_{number}"))];
        return new([.. Every(0)], [.. Every(1)], [.. Every(2)]);

        IEnumerable<string> Every(int rest) => all.Where((_, place) => place % 3 == rest);
    }

    public JsonObject Job(string from, string to) => NewJob.Bump(
        from,
        to,
        [
            .. Released.Select(name => (name, "PENDING_RELEASE")),
            .. Removed.Select(name => (name, "PENDING_DELETE")),
            .. Drafts.Select(name => (name, "DRAFT")),
        ]);

    /// <summary>The version that all of the targets have; null when none has any. A part of a fan-out is an error.</summary>
    public async Task<string?> VersionAsync(JobsClient jobs)
    {
        var targets = (await jobs.ListAsync("/targets")).ToDictionary(target => (string)target["name"]!);
        Assert.DoesNotContain(Drafts, targets.ContainsKey);
        var found = Released.Concat(Removed).Where(targets.ContainsKey).ToList();
        if (found.Count == 0)
        {
            return null;
        }

        Assert.Equal(Released.Count + Removed.Count, found.Count);
        var version = (string?)targets[Released[0]]["action"]![1];
        Assert.All(Released, name => Assert.Equal(Target(name, "RELEASED", version), Wire.Masked(targets[name])));
        Assert.All(Removed, name => Assert.Equal(Target(name, "REMOVED", version), Wire.Masked(targets[name])));
        Assert.Single(found.Select(name => (string?)targets[name]["lastUpdatedAt"]).Distinct());
        return version;
    }

    private static string Target(string name, string action, string? version) =>
        $$"""{"name":"{{name}}","lastUpdatedAt":"<time>","status":"completed","lastUpdatedBy":{{Wire.TestUser}},"action":["{{action}}","{{version}}"]}""";
}
