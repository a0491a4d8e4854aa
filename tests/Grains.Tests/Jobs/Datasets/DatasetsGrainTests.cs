using Microsoft.Extensions.DependencyInjection;
using Switchyard.Hosting;

namespace Switchyard.Jobs.Datasets;

public sealed class DatasetsGrainTests
{
    [Fact]
    public async Task The_grain_lists_what_lies_in_the_configured_directory()
    {
        using var rig = new DatasetRig();
        rig.Write("APE.tar", Tar.Dataset("APE"));
        rig.Write("archive/BEAR.tar", Tar.Of(["BEAR.json"]));
        await using var node = await TestNode.StartAsync(
            new StorageOptions { DataDirectory = rig.Outside("data") },
            services => services.AddSingleton(new JobsOptions { InputDirectory = rig.Root }));

        var lists = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => node.Grains.GetGrain<IDatasetsGrain>(0).ListAsync()));

        ImportableDataset[] expected = [new("APE", true, true, false), new("BEAR", true, false, true)];
        Assert.All(lists, list => Assert.Equal(expected, list));
    }
}
