using System.CommandLine;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Client.Http;

namespace Switchyard.Cli.Running;

/// <summary>A list of the API as a command shows it: a part, or all.</summary>
internal sealed class Listing
{
    private const int Part = 50;
    private const int LargestPart = 200;

    public Option<int?> Limit { get; } = new("--limit", "-n") { Description = $"How many at most. Default: {Part}", HelpName = "number" };

    public Option<string?> After { get; } = new("--after") { Description = "Go on after this: what was told at the end of the part before", HelpName = "place" };

    public Option<bool> Everything { get; } = new("--all") { Description = "All of them" };

    public IEnumerable<Option> Options => [Limit, After, Everything];

    /// <summary>Shows what was asked for.</summary>
    /// <param name="path">Of the list, without a query.</param>
    /// <param name="none">What to say when it is empty.</param>
    /// <param name="conditions">Of the query; what is null is left out.</param>
    public async Task ShowAsync(Session session, string path, IReadOnlyList<Column> columns, string none, params IReadOnlyList<(string Name, object? Value)> conditions)
    {
        var all = session.Get(Everything);
        var left = session.Get(Limit) ?? (all ? int.MaxValue : Part);
        var (after, isFirst) = (session.Get(After), true);
        if (left < 1)
        {
            throw new UsageException("--limit must be 1 or more.");
        }

        do
        {
            var page = await session.Api.GetAsync(Query.Of(path, [.. conditions, ("limit", Math.Min(left, LargestPart)), ("after", after)]), session.Cancelled);
            left -= page.Items.Count();
            after = page.Next;
            Show(session, page, columns, none, isWhole: isFirst && !all && (after is null || left <= 0), isFirst);
            isFirst = false;
        }
        while (after is not null && left > 0);

        if (after is not null && !session.IsJson)
        {
            session.Screen.Note($"There are more: --after {after}, or --all");
        }
    }

    private static void Show(Session session, Answer page, IReadOnlyList<Column> columns, string none, bool isWhole, bool isFirst)
    {
        if (session.IsJson && isWhole)
        {
            session.Screen.Json(page.Text);
        }
        else if (session.IsJson)
        {
            foreach (var item in page.Items)
            {
                session.Screen.Json(item.GetRawText());
            }
        }
        else if (page.Items.Any())
        {
            session.Screen.Show(Sheet.Of(columns, page.Items, session.Screen.Width, isFirst));
        }
        else if (isFirst)
        {
            session.Screen.Note(none);
        }
    }
}
