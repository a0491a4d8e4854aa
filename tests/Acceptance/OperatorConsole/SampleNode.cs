using Microsoft.Playwright;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>A real node with work of every door in every state, and a real browser to look at it.</summary>
public sealed class SampleNode : IAsyncLifetime
{
    /// <summary>The service whose runs fail, with a log.</summary>
    public const string Convert = "Convert";

    /// <summary>The service that takes every kind of input.</summary>
    public const string Segment = "Segment";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-console-");
    private NodeProcess? _process;
    private Chromium? _chromium;

    public Door Door => new(Process.Http);

    /// <summary>What there is to be found.</summary>
    public SampleWork Work { get; private set; } = null!;

    private NodeProcess Process => _process ?? throw new InvalidOperationException("The node has not started.");

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(60_000);
        var datasets = _root.CreateSubdirectory("datasets").FullName;
        await SampleFiles.WriteDatasetsAsync(datasets);
        _process = await NodeProcess.StartAsync(
        [
            $"Storage:DataDirectory={Path.Combine(_root.FullName, "data")}",
            $"Tables:InputDirectory={Project.PathOf("samples/tables/data")}",
            $"Jobs:InputDirectory={datasets}",
            "Cluster:NodeName=station-1",
            "Services:Dummy:Seconds=600",
            .. Source(0, "gpu0", "Dummy"),
            .. Source(1, "gpu1", "Threshold"),
            .. Source(2, "cpu", "FloatComputation", Convert, Segment, "dataset", "bm25", "sparse"),
            .. Services(),
        ]);
        _chromium = await Chromium.StartAsync();
        await Door.ImportedAsync();
        Work = await SampleWork.MakeAsync(Door);
    }

    public Task<Visit> VisitAsync(string path, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light) =>
        Visit.ToAsync(_chromium!, Process.Address, path, width, height, scheme);

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _root.Delete(recursive: true);
    }

    private static IEnumerable<string> Source(int number, string name, params string[] services)
    {
        var key = $"Compute:Sources:{number}";
        return [$"{key}:Name={name}", $"{key}:Slots=1", .. services.Select((service, place) => $"{key}:Services:{place}={service}")];
    }

    private IEnumerable<string> Services() =>
    [
        .. Script(0, Convert, "Converts a series of slices to a volume", SampleFiles.Failing),
        .. Script(1, Segment, "Segments a volume around points that a person sets", SampleFiles.Segmenting),
        .. SampleFiles.SegmentInputs.Select(input => $"Services:1:Inputs:{input}"),
    ];

    private IEnumerable<string> Script(int number, string name, string description, string script)
    {
        var file = Path.Combine(_root.FullName, name + ".sh");
        File.WriteAllText(file, script);
        var key = $"Services:{number}";
        return [$"{key}:Name={name}", $"{key}:Description={description}", $"{key}:Command:0=/bin/sh", $"{key}:Command:1={file}"];
    }
}

/// <summary>One node for all that looks at pages: it takes time to fill.</summary>
[CollectionDefinition(nameof(SampleNode))]
public sealed class SampleNodeTests : ICollectionFixture<SampleNode>;
