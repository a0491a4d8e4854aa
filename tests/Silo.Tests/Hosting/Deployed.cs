using System.Text.RegularExpressions;
using Switchyard.Commands;

namespace Switchyard.Hosting;

/// <summary>A container as a manifest describes it: judged by the program itself, and by what it serves.</summary>
/// <param name="Name">As the manifest calls it.</param>
/// <param name="Environment">Its variables.</param>
/// <param name="Files">What its secrets hold, by their paths in it.</param>
internal sealed partial record Deployed(string Name, IReadOnlyDictionary<string, string> Environment, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>The program says of its own settings that they are right: every name is known, every value is one.</summary>
    /// <param name="program">The file beside the tests.</param>
    public async Task JudgeAsync(string program, string scratch)
    {
        foreach (var (name, value) in Environment.Where(variable => variable.Key.EndsWith("File", StringComparison.Ordinal)))
        {
            Assert.True(Files.ContainsKey(value), $"{Name}: {name} is {value}, where no secret is mounted.");
        }

        var variables = Environment.ToDictionary(variable => variable.Key, variable => Files.TryGetValue(variable.Value, out var secret) ? Put(secret) : variable.Value);
        var (code, output, errors) = await CommandProcess.RunAsync(["--check"], program: program, directory: scratch, environment: variables);

        Assert.Equal((Name, 0, ""), (Name, code, errors));
        Assert.StartsWith("The settings are right.", output, StringComparison.Ordinal);

        string Put(string secret)
        {
            var file = Path.Combine(scratch, Path.GetRandomFileName());
            File.WriteAllText(file, secret);
            return file;
        }
    }

    /// <summary>That the process has nothing secret in its variables.</summary>
    public void HasNoSecrets() =>
        Assert.DoesNotContain(Environment, variable => Secret().IsMatch(variable.Key) && !variable.Key.EndsWith("File", StringComparison.Ordinal));

    [GeneratedRegex("Password|ConnectionString|Key$|Secret|Token", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
