using Switchyard.Compute.Files;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services.Inputs;

namespace Switchyard.Compute.Services;

/// <summary>A run's directory with files of an upload in it.</summary>
internal sealed class Upload : IDisposable
{
    private readonly DirectoryInfo _root = System.IO.Directory.CreateTempSubdirectory("switchyard-run-");

    public Upload()
    {
        Directory = RunDirectory.Create(_root.FullName, 7, 1);
    }

    public RunDirectory Directory { get; }

    public Upload With(string name, string content)
    {
        File.WriteAllText(Path.Combine(Directory.In, name), content);
        return this;
    }

    public Upload WithInputs(string inputs) => With("main.json", $$"""{"inputs":{{inputs}}}""");

    public Task<InputReading> ReadAsync(params ServiceInput[] inputs) =>
        InputReader.ReadAsync(inputs, Directory.In, TestContext.Current.CancellationToken);

    public void Dispose() => Assert.Null(TreeRemoval.Remove(_root.FullName));
}
