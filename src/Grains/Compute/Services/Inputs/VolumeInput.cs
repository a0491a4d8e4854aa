using System.Text.Json;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>
/// Judges whether a file is a volume that services here can read: null if so, else what is wrong with it in a few words,
/// which may be none. The stream is seekable and stands at its start; it is disposed by the caller.
/// </summary>
public delegate Task<string?> VolumeCheck(Stream file, CancellationToken cancellationToken);

/// <summary>A volume in a file of its own: the one file <c>file-{id}.*</c> of the upload.</summary>
/// <param name="check">Null: any file that is not empty does.</param>
public sealed class VolumeInput(string id, VolumeCheck? check = null) : ServiceInput(id)
{
    private const string NotOneFile = "Not exactly one file found.";
    private const string Unsupported = "Unsupported volume filetype";

    public override string Type => "volume";

    public override string Store => "file";

    /// <summary>The path of its file; null when it is optional and there is none.</summary>
    /// <exception cref="InputRefusedException">There are several files or none, or it is not a volume.</exception>
    internal async Task<string?> FindAsync(string directory, CancellationToken cancellationToken)
    {
        var prefix = $"file-{Id}.";
        var files = Directory.EnumerateFiles(directory)
            .Where(path => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal))
            .Take(2)
            .ToArray();
        if (files is [] && Optional)
        {
            return null;
        }

        if (files is not [var file])
        {
            throw new InputRefusedException(NotOneFile);
        }

        await using var content = File.OpenRead(file);
        if (content.Length == 0)
        {
            throw new InputRefusedException(Unsupported);
        }

        return check is null || await check(content, cancellationToken) is not { } problem
            ? file
            : throw new InputRefusedException(problem is "" ? Unsupported : $"{Unsupported} ({problem})");
    }

    private protected override void WriteExtras(Utf8JsonWriter json)
    {
        // A volume has no default, and nothing else.
    }
}
