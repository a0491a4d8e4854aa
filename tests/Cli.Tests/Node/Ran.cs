using System.Text.Json.Nodes;

namespace Switchyard.Cli.Node;

/// <summary>What a run of the program came to.</summary>
public sealed record Ran(int Code, string Out, string Errors)
{
    public JsonNode Json => JsonNode.Parse(Out)!;

    /// <summary>A document a line.</summary>
    public IReadOnlyList<JsonNode> Lines => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    /// <summary>It must have ended so.</summary>
    public Ran Ends(int code = 0)
    {
        Assert.True(Code == code, $"It ended with {Code}, not {code}:\n{Out}\n{Errors}");
        return this;
    }
}
