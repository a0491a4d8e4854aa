using System.Text;

namespace Switchyard.Description;

/// <summary>Names operations by their methods and paths: <c>GET /api/v1/work/{id}/log</c> is <c>getWorkByIdLog</c>, <c>GET /jobs</c> of Jobs <c>jobsGetJobs</c>. Pure.</summary>
internal static class OperationId
{
    private const string Api = "api/v1/";

    /// <param name="door">Whose original's route it is; null: the API's own.</param>
    public static string Of(string method, string path, string? door)
    {
        var name = new StringBuilder(door?.ToLowerInvariant());
        Append(name, method.ToLowerInvariant());
        name[0] = char.ToLowerInvariant(name[0]);
        path = path.Trim('/');
        foreach (var segment in (path.StartsWith(Api, StringComparison.Ordinal) ? path[Api.Length..] : path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var part in segment.Split('&'))
            {
                Append(name, part.StartsWith('{') ? $"by-{part.Trim('{', '}')}" : part);
            }
        }

        return name.ToString();
    }

    private static void Append(StringBuilder name, string words)
    {
        foreach (var word in words.Split(['-', '_', '.'], StringSplitOptions.RemoveEmptyEntries))
        {
            name.Append(char.ToUpperInvariant(word[0])).Append(word.AsSpan(1));
        }
    }
}
