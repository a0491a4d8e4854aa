using System.Globalization;
using System.Text.Json;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Work;

/// <summary>One item, whole.</summary>
internal static class ItemView
{
    public static void Show(Session session, JsonElement item)
    {
        var (screen, times) = (session.Screen, session.Times);
        screen.Show(Sheet.Facts(
            screen.Width,
            ("id", item.Text("id")),
            ("kind", item.Text("kind")),
            ("queue", item.Text("queue")),
            ("status", Looks.State(item.Text("status"))),
            ("name", item.Said("name")),
            ("target", item.Said("target")),
            ("owner", item.Said("owner")),
            ("priority", item.Text("priority")),
            ("attempt", item.Text("attempt")),
            ("created", times.At(item, "createdAt")),
            ("not before", times.At(item, "notBefore")),
            ("started", times.At(item, "startedAt")),
            ("finished", times.At(item, "finishedAt")),
            ("worker", item.Said("leaseOwner")),
            ("lease until", times.At(item, "leaseExpiresAt")),
            ("source", item.Said("source")),
            ("progress", item.Number("progress")?.ToString("P0", CultureInfo.InvariantCulture)),
            ("waits", new(item.Of("waiting").Text("text"), Looks.Care)),
            ("exit code", item.Said("exitCode")),
            ("result", item.Said("result"))));
        if (item.Said("error") is { } error)
        {
            screen.Line();
            screen.Line(CleanText.Lines(error));
        }

        var attempts = item.Each("attempts").ToList();
        if (attempts.Count > 0)
        {
            screen.Line();
            screen.Show(Sheet.Of(Attempts(times), attempts, screen.Width));
        }
    }

    private static IReadOnlyList<Column> Attempts(Times times) =>
    [
        new("LEASE", attempt => attempt.Text("leaseNumber")) { IsNumber = true },
        new("WORKER", attempt => attempt.Text("owner")) { IsLong = true },
        new("STARTED", attempt => times.At(attempt, "startedAt")),
        new("ENDED", attempt => times.At(attempt, "endedAt")) { Spare = 1 },
        new("OUTCOME", attempt => Looks.State(attempt.Text("outcome"))),
        new("ERROR", attempt => attempt.Text("error")) { IsLong = true },
    ];
}
