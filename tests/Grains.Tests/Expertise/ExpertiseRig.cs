using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Compute;
using Switchyard.Work;

namespace Switchyard.Expertise;

/// <summary>The Expertise door's grains on a real node, whose programs run in real processes.</summary>
/// <param name="connectionString">Of an empty PostgreSQL database; null: SQLite.</param>
internal sealed class ExpertiseRig(string? connectionString) : NodeRig(connectionString)
{
    public const string Ann = "~Ann_User1";

    public ServicesOptions Services { get; init; } = new();

    public ComputeOptions Compute { get; init; } = new() { Sources = [new() { Name = "0" }], DrainTime = TimeSpan.Zero };

    public ExpertiseOptions Expertise { get; init; } = new();

    public async Task<ExpertiseRig> UpAsync()
    {
        await StartAsync();
        return this;
    }

    /// <summary>A job of two members and two submissions that needs nothing from outside.</summary>
    public async Task<ExpertiseSubmission> SubmissionAsync(
        string model = ExpertiseNames.Bm25Service, string? expertise = null, int? sparse = null) => new()
        {
            Owner = Ann,
            Name = "demo",
            Model = model,
            Config = new ExpertiseConfig
            {
                Name = "demo",
                Model = model,
                CsvExpertise = ExpertiseConfig.CsvExpertiseFile,
                CsvSubmissions = ExpertiseConfig.CsvSubmissionsFile,
                ModelParams = new() { SparseValue = sparse },
            }.Serialize(),
            Request = """{"name":"demo"}"""u8.ToArray(),
            Files = new Dictionary<string, ExpertiseFile>
            {
                [ExpertiseConfig.CsvExpertiseFile] = await UploadAsync(expertise ?? "~A_A1,p1,Trains,signals by rails\n~B_B1,p2,Birds,wings and nests\n~C_C1,p3,Boats,sails or oars\n"),
                [ExpertiseConfig.CsvSubmissionsFile] = await UploadAsync("s1,On rails,rails switches\ns2,On nests,nests of birds\n"),
            },
        };

    public async Task<long> SubmitAsync(ExpertiseSubmission submission)
    {
        var made = await Grains.GetExpertiseJobs().SubmitAsync(submission);
        Assert.Equal(ExpertiseRefusal.None, made.Refusal);
        return made.Id!.Value;
    }

    public async Task<ExpertiseView> LookAsync(long id) => (await Grains.GetExpertiseJob(id).LookAsync())!;

    public async Task<ExpertiseView> UntilAsync(long id, Func<ExpertiseView, bool> condition)
    {
        ExpertiseView job = null!;
        await ComputeRig.EventuallyAsync(async () => condition(job = await LookAsync(id)));
        return job;
    }

    public Task<ExpertiseView> EndOfAsync(long id) => UntilAsync(id, job => job.Item.Status.IsTerminal());

    public async Task<ExpertiseView> ScoresOfAsync(long id)
    {
        var job = await EndOfAsync(id);
        Assert.Equal((WorkStatus.Completed, null), (job.Item.Status, job.Error));
        return job;
    }

    /// <summary>The files of a job's result.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FilesOfAsync(string blob)
    {
        await using var content = await Blobs.OpenAsync(blob, Cancellation);
        await using var unpacked = new GZipStream(content!, CompressionMode.Decompress);
        await using var archive = new TarReader(unpacked);
        var files = new Dictionary<string, string>();
        while (await archive.GetNextEntryAsync(copyData: true, Cancellation) is { } member)
        {
            using var text = new StreamReader(member.DataStream!, Encoding.UTF8);
            files.Add(member.Name, await text.ReadToEndAsync(Cancellation));
        }

        return files;
    }

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton(Services);
        services.AddSingleton(Compute);
        services.AddSingleton(Expertise);
        services.AddSingleton(RunHost);
    }

    private async Task<ExpertiseFile> UploadAsync(string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var blob = await Blobs.WriteAsync(content, content.Length, Cancellation);
        return new(blob.Id, blob.Length);
    }
}
