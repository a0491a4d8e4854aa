using Switchyard.Auth;
using Switchyard.Configuration;

namespace Switchyard.Commands;

/// <summary>Hashes a password for the settings: <c>Auth:Basic:PasswordHash</c>. It comes on standard input, where no list of processes shows it.</summary>
internal static class PasswordsCommand
{
    public const string Verb = "passwords";

    /// <exception cref="StartRefusedException">The arguments are wrong, or there is no password.</exception>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [Verb, "hash"])
        {
            throw StartRefusedException.Setting("usage: passwords hash, with the password as a line on standard input");
        }

        Console.WriteLine(await Console.In.ReadLineAsync() is { Length: > 0 } password
            ? Accounts.HashOf(password)
            : throw StartRefusedException.Setting("passwords hash: there is no password on standard input"));
        return 0;
    }
}
