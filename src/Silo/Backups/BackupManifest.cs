using System.Security.Cryptography;
using System.Text.Json;

namespace Switchyard.Backups;

/// <summary>
/// What a backup consists of. It is written last, when all the rest is on disk: a directory without one, or with a file that is not as it says, is
/// no backup.
/// </summary>
internal sealed record BackupManifest
{
    public const string FileName = "manifest.json";

    /// <summary>The only one that this release knows.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public int Format { get; init; } = CurrentFormat;

    /// <summary>Of the program that made it.</summary>
    public required string Version { get; init; }

    /// <summary>What was acknowledged before it is in the backup.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>By path inside the backup, with slashes.</summary>
    public required SortedDictionary<string, BackupFile> Files { get; init; }

    /// <exception cref="BackupRefusedException">There is none, or it cannot be read.</exception>
    public static BackupManifest Read(string directory)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(Path.Combine(directory, FileName)), Json);
            return manifest is { Format: CurrentFormat }
                ? manifest
                : throw new BackupRefusedException($"{directory}: its {FileName} is of another format than this release knows");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupRefusedException($"{directory} is no whole backup: it has no {FileName}", exception);
        }
        catch (JsonException exception)
        {
            throw new BackupRefusedException($"{directory} is no whole backup: its {FileName} cannot be read", exception);
        }
    }

    /// <summary>Under its name only when it is whole and on disk.</summary>
    public void Write(string directory)
    {
        var path = Path.Combine(directory, FileName);
        using (var file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path);
    }
}

/// <param name="Sha256">Of its bytes, in hexadecimal digits.</param>
internal sealed record BackupFile(long Length, string Sha256)
{
    private const int BufferSize = 1 << 20;

    /// <summary>What a file is now.</summary>
    public static async Task<BackupFile> OfAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = OpenRead(path);
        return new(file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)));
    }

    /// <summary>Copies a file, and says what was copied.</summary>
    public static async Task<BackupFile> CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = OpenRead(from);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        await using var target = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var length = 0L;
        while (await source.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            length += read;
        }

        return new(length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Whoever deletes it meanwhile may: what is open is read to its end.</summary>
    private static FileStream OpenRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}

/// <summary>Why there is no backup, or none that is taken: one line for whoever asked for it.</summary>
internal sealed class BackupRefusedException(string message, Exception? cause = null) : Exception(message, cause);
