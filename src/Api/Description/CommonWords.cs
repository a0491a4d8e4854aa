namespace Switchyard.Description;

/// <summary>Words for parameters and answers that mean the same on all routes.</summary>
internal static class CommonWords
{
    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["id"] = "The number of a work item.",
        ["jobId"] = "The number of a job.",
        ["queue"] = "The name of a queue.",
        ["name"] = "Its name.",
        ["kind"] = "The kind of work: download, expertise, job, table, task or ticket.",
        ["status"] = "queued, running, completed, failed, cancelled or timedout.",
        ["owner"] = "The account or key that submitted it.",
        ["target"] = "What the work is about.",
        ["worker"] = "Who holds, or held, the newest lease.",
        ["tag"] = "One of its tags.",
        ["groupKey"] = "The group of a task.",
        ["error"] = "Contained in the error, ignoring case.",
        ["createdAfter"] = "A time with its offset (RFC 3339).",
        ["createdBefore"] = "A time with its offset (RFC 3339).",
        ["order"] = "asc or desc. Newest first without it; lists by name begin at the start of the alphabet.",
        ["after"] = "Where the page begins: what the page before gave as next.",
        ["limit"] = "How many items a page has at most.",
    };

    private static readonly Dictionary<int, string> Statuses = new()
    {
        [200] = "As asked for.",
        [201] = "It was made.",
        [202] = "It was taken, and goes on.",
        [204] = "It was done; there is nothing to tell.",
        [206] = "A part of it.",
        [304] = "Nothing has changed since If-None-Match.",
        [400] = "The request is wrong; the detail says what.",
        [401] = "Credentials are needed, or those that were sent are wrong.",
        [403] = "The role does not suffice, or the key is bound to something else.",
        [404] = "There is no such thing, or it is not shown to the sender.",
        [409] = "As it stands this cannot be done.",
        [413] = "The body is too large.",
        [415] = "The body is of another type than the route takes.",
        [416] = "The range is beyond its end.",
        [422] = "The body can be read, but what it asks for is refused.",
        [429] = "Too many wrong credentials came from the address: Retry-After says how long.",
        [500] = "The node met an error of its own.",
        [502] = "Another system did not answer as it should.",
        [503] = "The cluster cannot answer just now: try again after Retry-After.",
    };

    public static string? OfParameter(string name) => Parameters.GetValueOrDefault(name);

    public static string OfStatus(string status) =>
        int.TryParse(status, out var number) && Statuses.TryGetValue(number, out var words) ? words : "Another answer.";
}
