using System.Text.Json;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>Files of their own: members <c>file-{id}.*</c> of the upload, for who reads them to understand.</summary>
public abstract class FileInput(string id) : ServiceInput(id)
{
    public sealed override string Store => "file";

    /// <summary>The paths of its files, in order of their names; empty when it is optional and there are none.</summary>
    /// <exception cref="InputRefusedException">They are too many or too few, or of the wrong kind.</exception>
    internal async Task<IReadOnlyList<string>> FindAsync(string directory, CancellationToken cancellationToken)
    {
        string[] files = [.. Directory.EnumerateFiles(directory).Where(path => IsOwn(Path.GetFileName(path))).Order(StringComparer.Ordinal)];
        if (files is not [] || !Optional)
        {
            await JudgeAsync(files, cancellationToken);
        }

        return files;
    }

    private protected virtual bool IsOwn(string name) => name.StartsWith($"file-{Id}.", StringComparison.Ordinal);

    /// <exception cref="InputRefusedException">They are too many or too few, or of the wrong kind.</exception>
    private protected abstract Task JudgeAsync(string[] files, CancellationToken cancellationToken);

    private protected override void WriteExtras(Utf8JsonWriter json)
    {
        // A file has no default, and nothing else.
    }
}
