namespace Switchyard.Compute.Services.Inputs;

/// <summary>One file, whatever it is, also without an extension.</summary>
public sealed class SingleFileInput(string id) : FileInput(id)
{
    internal const string NotOneFile = "Not exactly one file found.";

    public override string Type => "file";

    private protected override bool IsOwn(string name) => name == $"file-{Id}" || base.IsOwn(name);

    private protected override Task JudgeAsync(string[] files, CancellationToken cancellationToken) =>
        files is [_] ? Task.CompletedTask : throw new InputRefusedException(NotOneFile);
}
