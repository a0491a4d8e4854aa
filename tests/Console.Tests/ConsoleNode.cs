using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Nodes;

namespace Switchyard.OperatorConsole;

/// <summary>A node with the real grains on SQLite, and the console before it on Kestrel. Its clock stands still.</summary>
public sealed class ConsoleNode : IAsyncDisposable
{
    /// <summary>A compute source that starts nothing by itself, for no door's items are permitted at it.</summary>
    public const string Source = "idle@test";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-console-");
    private TestSilo? _silo;
    private WebApplication? _app;

    private ConsoleNode(CampaignFiles? files, DateTimeOffset now)
    {
        Files = files ?? new CampaignFiles(Path.Combine(_root.FullName, "input"));
        Clock = new SetClock(now);
    }

    public SetClock Clock { get; }

    public CallFaults Faults { get; } = new();

    /// <summary>What the node imports.</summary>
    public CampaignFiles Files { get; }

    public ConsoleCampaign Campaign => field ??= new(this);

    public ConsoleJobs Jobs => field ??= new(this);

    public IGrainFactory Grains => _silo?.Grains ?? throw new InvalidOperationException("The node has not started.");

    /// <summary>Its blobs, as a front end reaches them.</summary>
    public IBlobStore Blobs => _app?.Services.GetRequiredService<IBlobStore>() ?? throw new InvalidOperationException("The console has not started.");

    public Uri Address => new(_app?.Urls.Single() ?? throw new InvalidOperationException("The console has not started."));

    /// <summary>Where the importable datasets are.</summary>
    public string Datasets => Path.Combine(_root.FullName, "datasets");

    private string Data => Path.Combine(_root.FullName, "data");

    /// <param name="write">Writes the campaign that the node imports; null: it has none.</param>
    public static async Task<ConsoleNode> StartAsync(Action<CampaignFiles>? write = null, params (string Key, string Value)[] settings)
    {
        var node = new ConsoleNode(null, Samples.Start);
        write?.Invoke(node.Files);
        await node.UpAsync(settings);
        return node;
    }

    /// <summary>A node without a campaign whose clock stands at a time.</summary>
    public static async Task<ConsoleNode> StartAtAsync(DateTimeOffset now, params (string Key, string Value)[] settings)
    {
        var node = new ConsoleNode(null, now);
        await node.UpAsync(settings);
        return node;
    }

    /// <summary>A node that takes up what another left.</summary>
    /// <param name="data">The other's data directory; it is copied.</param>
    public static async Task<ConsoleNode> ResumeAsync(CampaignFiles files, string data, DateTimeOffset now)
    {
        var node = new ConsoleNode(files, now);
        foreach (var file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(node.Data, Path.GetRelativePath(data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await node.UpAsync([]);
        return node;
    }

    /// <summary>The silo ends; what it stored can be copied from then on.</summary>
    /// <returns>Its data directory.</returns>
    public async Task<string> DownAsync()
    {
        await StopAsync();
        return Data;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _root.Delete(recursive: true);
    }

    private async Task UpAsync((string Key, string Value)[] settings)
    {
        Directory.CreateDirectory(Datasets);
        (string, string)[] all =
        [
            ("Jobs:InputDirectory", Datasets),
            ("Compute:Sources:0:Name", SourceDefinition.NameOf(Source)),
            ("Compute:Sources:0:Services:0", "Dummy"),
            .. Files.Exists ? [("Tables:InputDirectory", Files.Directory)] : Array.Empty<(string, string)>(),
            .. settings,
        ];
        _silo = await TestSilo.StartAsync(new StorageOptions { DataDirectory = Data }, all, silo =>
        {
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.AddIncomingGrainCallFilter(Faults).AddOutgoingGrainCallFilter(Faults);
        });
        if (Files.Exists)
        {
            await Campaign.ImportedAsync();
        }

        await StartConsoleAsync();
    }

    private async Task StartConsoleAsync()
    {
        // The name finds the manifests of the static files, which the build copies beside the tests.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ConsoleHosting).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            // A watcher for each of many hosts is more than a system grants.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(Grains);
        builder.Services.AddSingleton<PatientCalls>();
        builder.Services.AddSingleton<IBlobStore, GrainBlobStore>();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.AddSwitchyardConsole(ConsoleParts.All);
        _app = builder.Build();
        _app.MapSwitchyardConsole();
        await _app.StartAsync();
    }

    private async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is { } app)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        if (Interlocked.Exchange(ref _silo, null) is { } silo)
        {
            await silo.DisposeAsync();
        }
    }
}
