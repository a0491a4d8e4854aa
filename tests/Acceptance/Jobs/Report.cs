using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Jobs;

/// <summary>One PUT of the original's worker.</summary>
public sealed record Report(string? Status = null, string? Description = null, string? Log = null)
{
    /// <summary>As it is sent: what there is not is left out.</summary>
    public JsonObject Json
    {
        get
        {
            var json = new JsonObject();
            foreach (var (name, text) in new[] { ("status", Status), ("description", Description), ("log", Log) })
            {
                if (text is not null)
                {
                    json[name] = text;
                }
            }

            return json;
        }
    }

    /// <summary>What it adds to the job's log.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            if (Description is not null)
            {
                yield return "Added update description";
            }

            if (Status is not null)
            {
                yield return $"Set status: {Status}";
            }

            if (Log is not null)
            {
                yield return Log;
            }
        }
    }
}
