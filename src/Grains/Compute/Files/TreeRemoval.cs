using System.Runtime.InteropServices;

namespace Switchyard.Compute.Files;

/// <summary>Removes a directory with all that is in it; links are removed, not followed. What does not go stays, and the rest goes.</summary>
internal sealed class TreeRemoval : ITreeVisitor
{
    private const uint OwnerAll = 0x1C0;

    private string? _why;

    private TreeRemoval()
    {
    }

    /// <returns>Why something of it is still there; null when nothing is.</returns>
    public static string? Remove(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return RemovePlain(path);
        }

        var removal = new TreeRemoval();
        try
        {
            TreeWalk.Go(path, removal);
        }
        catch (IOException exception)
        {
            removal._why ??= exception.Message;
        }

        return removal._why;
    }

    public void Visit(int directory, byte[] name) => Unlink(directory, name, 0);

    public bool Enter(int directory, byte[] name)
    {
        switch (FileStatus.Of(directory, name))
        {
            case { Kind: FileKind.Directory } status:
                // What is in it can only be removed by who may write there.
                if ((status.Mode & OwnerAll) != OwnerAll)
                {
                    _ = LinuxCalls.ChangeModeAt(directory, name, OwnerAll, 0);
                }

                return true;
            case { }:
                Visit(directory, name);
                return false;
            default:
                return false;
        }
    }

    public void Leave(int directory, byte[] name) => Unlink(directory, name, LinuxCalls.RemoveDirectory);

    public void Refuse(byte[] name, int error) => Keep(name, error);

    private static string? RemovePlain(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    private void Unlink(int directory, byte[] name, int flags)
    {
        if (LinuxCalls.UnlinkAt(directory, name, flags) != 0 && Marshal.GetLastPInvokeError() is var error and not LinuxCalls.NoSuchFile)
        {
            Keep(name, error);
        }
    }

    /// <summary>The first reason is the innermost: the directories around it are only not empty.</summary>
    private void Keep(byte[] name, int error) => _why ??= $"{FileName.Show(name.AsSpan(0, name.Length - 1))}: {Marshal.GetPInvokeErrorMessage(error)}";
}
