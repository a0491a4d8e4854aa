using Microsoft.Extensions.DependencyInjection;
using Switchyard.Compute;
using Switchyard.Compute.Programs;
using Switchyard.Doors;
using Switchyard.Expertise.Datasets;
using Switchyard.Expertise.Rules;
using Switchyard.Expertise.Scoring;
using Switchyard.Work.Retention;
using Switchyard.Work.Store;

namespace Switchyard.Expertise;

internal sealed class ExpertiseGrainDoor : GrainDoor<ExpertiseOptions>
{
    public override IReadOnlyList<(IServiceProgram Program, string Description)> Programs =>
    [
        (new DatasetProgram(), "Builds the dataset of an expertise job"),
        (new Bm25Program(), "Scores a dataset by BM25"),
        (new SparseProgram(), "Picks the best of a model's scores"),
    ];

    protected override ISiloBuilder AddDoor(ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton<TokenVault>();
        services.AddSingleton<IItemRemains, ExpertiseRemains>();
        services.AddSingleton<IRetention>(provider => new ItemRetention(
            "Expertise",
            provider.GetRequiredService<ExpertiseOptions>().Retention,
            [ExpertiseNames.DatasetQueue, ExpertiseNames.ScoringQueue],
            provider.GetRequiredService<IWorkStore>()));
        foreach (var queue in (string[])[ExpertiseNames.DatasetQueue, ExpertiseNames.ScoringQueue])
        {
            services.AddSingleton(provider => new PushQueue(
                queue, row => ExpertiseRows.EntryOf(row, provider.GetRequiredService<ExpertiseOptions>())));
        }

        return silo;
    }
}
