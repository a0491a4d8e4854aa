namespace Switchyard.Compute.Services.Inputs;

/// <summary>
/// Judges whether a file is a volume that services here can read: null if so, else what is wrong with it in a few words,
/// which may be none. The stream is seekable and stands at its start; it is disposed by the caller.
/// </summary>
public delegate Task<string?> VolumeCheck(Stream file, CancellationToken cancellationToken);

/// <summary>A volume in a file of its own: the one file <c>file-{id}.*</c> of the upload.</summary>
/// <param name="check">Null: any file that is not empty does.</param>
public sealed class VolumeInput(string id, VolumeCheck? check = null) : FileInput(id)
{
    private const string Unsupported = "Unsupported volume filetype";

    public override string Type => "volume";

    private protected override async Task JudgeAsync(string[] files, CancellationToken cancellationToken)
    {
        if (files is not [var file])
        {
            throw new InputRefusedException(SingleFileInput.NotOneFile);
        }

        await using var content = File.OpenRead(file);
        if (content.Length == 0)
        {
            throw new InputRefusedException(Unsupported);
        }

        if (check is not null && await check(content, cancellationToken) is { } problem)
        {
            throw new InputRefusedException(problem is "" ? Unsupported : $"{Unsupported} ({problem})");
        }
    }
}
