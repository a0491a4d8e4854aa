using System.Globalization;

namespace Switchyard.Compute.Isolation;

/// <summary>
/// Users that nobody is, one for each run that goes on. All nodes of a machine take from the same, each behind a lock that ends
/// with its process.
/// </summary>
internal sealed class UserPool(string directory)
{
    /// <summary>The numbers that neither Debian nor systemd gives to anybody.</summary>
    public const uint First = 60706;

    public const uint Last = 61183;

    private const string Place = "/run/switchyard-users";

    public UserPool()
        : this(Place)
    {
    }

    /// <summary>Takes one, until its lock is disposed.</summary>
    /// <exception cref="IOException">All are taken.</exception>
    public (RunUser User, IDisposable Lock) Take()
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        for (var user = First; user <= Last; user++)
        {
            try
            {
                var held = new FileStream(
                    Path.Combine(directory, user.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return (new RunUser(user, user, null), held);
            }
            catch (IOException) when (user < Last)
            {
                // Another run's.
            }
        }

        throw new IOException("All users for runs are taken.");
    }
}
