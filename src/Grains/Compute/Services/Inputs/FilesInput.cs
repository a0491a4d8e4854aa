namespace Switchyard.Compute.Services.Inputs;

/// <summary>Any number of files but none, whatever they are: the slices of a series, say.</summary>
public sealed class FilesInput(string id) : FileInput(id)
{
    public override string Type => "files";

    private protected override Task JudgeAsync(string[] files, CancellationToken cancellationToken) =>
        files is not [] ? Task.CompletedTask : throw new InputRefusedException("No file found.");
}
