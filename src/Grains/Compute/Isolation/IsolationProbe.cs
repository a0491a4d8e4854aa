using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Switchyard.Compute.Files;

namespace Switchyard.Compute.Isolation;

/// <summary>Tries what a run would do, in a directory beside those of the runs.</summary>
internal sealed class IsolationProbe(string runRoot)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The user that a setting names.</summary>
    /// <exception cref="IsolationMissingException">There is none, or a run cannot be it.</exception>
    public async Task<RunUser> FindUserAsync(string key, string name, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new IsolationMissingException($"{key}: only a node that is root can run a command as another user");
        }

        var known = await NumberAsync("-u", name, cancellationToken);
        if ((known ?? (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null)) is not { } user)
        {
            throw new IsolationMissingException($"{key}: there is no user '{name}'");
        }

        if (user == 0)
        {
            throw new IsolationMissingException($"{key}: '{name}' is root, who is kept from nothing");
        }

        var found = new RunUser(user, await NumberAsync("-g", name, cancellationToken) ?? user, known is null ? null : name);
        return await WhyNoUserAsync(found, cancellationToken) is { } why ? throw new IsolationMissingException($"{key}: {why}") : found;
    }

    /// <summary>Why runs cannot be users of their own; null: they can.</summary>
    public async Task<string?> WhyNoUserAsync(CancellationToken cancellationToken) => Environment.IsPrivilegedProcess
        ? await WhyNoUserAsync(new RunUser(UserPool.First, UserPool.First, null), cancellationToken)
        : "the node is not root";

    /// <summary>Why runs cannot have their own view of the machine; null: they can.</summary>
    public Task<string?> WhyNoMountsAsync(string bubblewrap, RunUser? user, IReadOnlyList<string> hidden, CancellationToken cancellationToken) =>
        TryAsync(
            user,
            directory => [.. Privileges.Wrap(user), .. Bubblewrap.Wrap(bubblewrap, directory, directory, hasNetwork: false, hidden), "sh", "-c", ": > probe"],
            cancellationToken);

    private async Task<string?> WhyNoUserAsync(RunUser user, CancellationToken cancellationToken)
    {
        if (Privileges.Program is null)
        {
            return "there is no setpriv (util-linux)";
        }

        if (!Reach.IsOpen(Path.Combine(runRoot, "run")))
        {
            return $"other users cannot come to {runRoot}: set Compute:RunDirectory to a place they can";
        }

        return await TryAsync(
            user,
            directory => [.. Privileges.Wrap(user), "sh", "-c", $"cd \"$1\" && : > probe && test \"$(id -u)\" = {user.User}", "sh", directory],
            cancellationToken);
    }

    private async Task<string?> TryAsync(RunUser? user, Func<string, IReadOnlyList<string>> command, CancellationToken cancellationToken)
    {
        var directory = Path.Combine(runRoot, $"probe-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        try
        {
            Directory.CreateDirectory(directory);
            if (user is not null)
            {
                TreeOwner.Give(directory, user);
            }

            var (code, said) = await RunAsync(command(directory), cancellationToken);
            return code == 0 ? null : said.Length > 0 ? said : string.Create(CultureInfo.InvariantCulture, $"exit code {code}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return exception.Message;
        }
        finally
        {
            TreeRemoval.Remove(directory);
        }
    }

    private static async Task<uint?> NumberAsync(string which, string name, CancellationToken cancellationToken)
    {
        var (code, said) = await RunAsync(["id", which, "--", name], cancellationToken);
        return code == 0 && uint.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <returns>The exit code, and the first line of what it said.</returns>
    private static async Task<(int Code, string Said)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        process.StandardInput.Close();
        try
        {
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            var said = await process.StandardOutput.ReadToEndAsync(patience.Token) + await error;
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, said.Split('\n')[0].Trim());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{command[0]} does not end");
        }
    }
}
