namespace Switchyard.Tables.Rules;

/// <summary>
/// The transitions of a table's assignments. An assignment is open until its client answers, whether or not its lease is
/// still held; a client has at most one open assignment of a table.
/// </summary>
public static class Assignments
{
    /// <summary>Assignments a table remembers.</summary>
    public const int Limit = 1_000;

    /// <summary>
    /// Hands the table to a client under a new lease. An open assignment of the client is renewed in its place: it is the
    /// same work, asked for again.
    /// </summary>
    public static TableBody Assign(TableBody body, string client, long leaseNumber, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var list = body.Assignments.ToList();
        var assignment = new Assignment(leaseNumber, client, now, expiresAt, null, null, null, Held: true);
        var open = IndexOfOpen(list, client);
        if (open >= 0)
        {
            list[open] = assignment;
        }
        else
        {
            MakeRoom(list);
            list.Add(assignment);
        }

        return body with { Assignments = list, Assigned = body.Assigned + 1 };
    }

    /// <summary>The assignment that an answer of this client is for; null when it has none, or has answered.</summary>
    public static Assignment? FindOpen(TableBody body, string client) =>
        IndexOfOpen(body.Assignments, client) is >= 0 and var index ? body.Assignments[index] : null;

    /// <summary>Takes a client's answer; null when it has no open assignment.</summary>
    /// <param name="resultName">The entry's name in results.zip; null when no result came.</param>
    /// <param name="errorName">The entry's name in errors.zip; null when no error came.</param>
    public static TableBody? Return(TableBody body, string client, DateTimeOffset now, string? resultName, string? errorName)
    {
        var index = IndexOfOpen(body.Assignments, client);
        if (index < 0)
        {
            return null;
        }

        var list = body.Assignments.ToList();
        list[index] = list[index] with { ReturnedAt = now, ResultName = resultName, ErrorName = errorName, Held = false };

        // A clock that was set back must not make the mean time negative.
        var taken = Math.Max(0, (long)(now - list[index].RequestedAt).TotalMilliseconds);
        return body with
        {
            Assignments = list,
            Results = body.Results + (resultName is null ? 0 : 1),
            ResultMs = body.ResultMs + (resultName is null ? 0 : taken),
            Errors = body.Errors + (errorName is null ? 0 : 1),
            ErrorMs = body.ErrorMs + (errorName is null ? 0 : taken),
        };
    }

    /// <summary>
    /// No lease is held any longer, because the table was returned or its last lease ran out; open assignments stay open for
    /// a late answer.
    /// </summary>
    public static TableBody EndHeld(TableBody body) =>
        body.Assignments.Any(static a => a.Held)
            ? body with { Assignments = [.. body.Assignments.Select(static a => a.Held ? a with { Held = false } : a)] }
            : body;

    // The sums in the body keep counting what is dropped here.
    private static void MakeRoom(List<Assignment> list)
    {
        while (list.Count >= Limit)
        {
            var answered = list.FindIndex(a => a.ReturnedAt is not null);
            var done = answered >= 0 ? answered : list.FindIndex(a => !a.Held);
            if (done < 0)
            {
                // All are held: whoever holds a lease is never forgotten.
                return;
            }

            list.RemoveAt(done);
        }
    }

    private static int IndexOfOpen(IReadOnlyList<Assignment> assignments, string client)
    {
        for (var i = assignments.Count - 1; i >= 0; i--)
        {
            if (assignments[i].ReturnedAt is null && assignments[i].Client == client)
            {
                return i;
            }
        }

        return -1;
    }
}
