using System.Runtime.InteropServices;
using Switchyard.Compute.Files;

namespace Switchyard.Compute.Isolation;

/// <summary>Gives a directory with all that is in it to a user. Links themselves, not what they lead to.</summary>
internal sealed class TreeOwner : ITreeVisitor
{
    private readonly RunUser _user;

    private TreeOwner(RunUser user)
    {
        _user = user;
    }

    /// <exception cref="IOException">It cannot be given away.</exception>
    public static void Give(string path, RunUser user) => TreeWalk.Go(path, new TreeOwner(user));

    public void Visit(int directory, byte[] name)
    {
        if (LinuxCalls.ChangeOwnerAt(directory, name, _user.User, _user.Group, LinuxCalls.DoNotFollow) != 0)
        {
            Refuse(name, Marshal.GetLastPInvokeError());
        }
    }

    public bool Enter(int directory, byte[] name)
    {
        Visit(directory, name);
        return true;
    }

    public void Leave(int directory, byte[] name)
    {
    }

    public void Refuse(byte[] name, int error) =>
        throw new IOException($"{FileName.Show(name.AsSpan(0, name.Length - 1))} cannot be given to user {_user.User}: {Marshal.GetPInvokeErrorMessage(error)}");
}
