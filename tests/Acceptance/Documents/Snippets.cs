using Switchyard.Servers;

namespace Switchyard.Acceptance.Documents;

/// <summary>What stands between fences in a document.</summary>
internal static class Snippets
{
    /// <summary>Those below a heading of the second order, in their order.</summary>
    /// <param name="document">A path from the root.</param>
    /// <param name="heading">Null: all of the document.</param>
    public static IReadOnlyList<(string Language, string Text)> Of(string document, string? heading)
    {
        var found = new List<(string, string)>();
        List<string>? open = null;
        var (inside, language) = (heading is null, "");
        foreach (var line in File.ReadLines(Project.PathOf(document)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (open is not null && inside)
                {
                    found.Add((language, string.Join('\n', open)));
                }

                (open, language) = (open is null ? [] : null, line[3..]);
            }
            else if (open is not null)
            {
                open.Add(line);
            }
            else if (heading is not null && line.StartsWith("## ", StringComparison.Ordinal))
            {
                inside = line[3..] == heading;
            }
        }

        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>Those of one language.</summary>
    public static IReadOnlyList<string> Of(string document, string heading, string language) =>
        [.. Of(document, heading).Where(snippet => snippet.Language == language).Select(snippet => snippet.Text)];

    /// <summary>The commands of the scripts, without what puts one into the background.</summary>
    public static IReadOnlyList<string> CommandsOf(string document, string heading) =>
    [
        .. Of(document, heading, "bash").SelectMany(script => script.Split('\n'))
            .Select(line => line.Split("  #")[0].TrimEnd().TrimEnd('&').TrimEnd())
            .Where(line => line.Length > 0 && line[0] != '#'),
    ];
}
