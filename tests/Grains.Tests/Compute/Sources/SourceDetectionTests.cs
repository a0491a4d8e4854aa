using Switchyard.Compute.Sources.Gpus;

namespace Switchyard.Compute.Sources;

public sealed class SourceDetectionTests
{
    private const string Visible = VisibleDevices.Variable;

    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void Each_gpu_that_is_found_is_a_source_of_one_slot_that_sees_only_itself()
    {
        var sources = SourceDetection.Of(SourceDetection.Detect(Machines.Of(Machines.Sliced), cores: 16), "a", new Dictionary<string, string> { [Visible] = "0,1" });

        Assert.Equal(
            [("gpu0-mig0@a", 1, 0), ("gpu0-mig1@a", 1, 1), ("gpu1@a", 1, 2)],
            sources.Select(source => (source.Definition.Key, source.Definition.Slots, source.Definition.Order)));
        Assert.Equal(Machines.Of(Machines.Sliced).Select(device => device.Uuid), sources.Select(source => source.Context.Environment[Visible]));
        Assert.All(sources, source => Assert.Empty(source.Definition.Services));
    }

    [Theory]
    [InlineData("0", "NVIDIA A100-SXM4-40GB", 1L)]
    [InlineData("0,1", "2 x NVIDIA A100-SXM4-40GB", 2L)]
    [InlineData("1,2", "NVIDIA A100-SXM4-40GB, Quadro (RTX) 6000", null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    public void People_see_which_gpus_the_runs_of_a_source_see(string? visible, string? name, long? memory)
    {
        IReadOnlyList<GpuDevice> gpus = [.. Machines.Of(Machines.Three).Select(gpu => gpu with { MemoryBytes = gpu.Index < 2 ? 1 : null })];

        Assert.Equal(
            name is null ? null : new SourceDevice(name, memory),
            SourceDetection.SeenBy(visible is null ? Nothing : new() { [Visible] = visible }, gpus));
    }

    [Fact]
    public void Without_a_gpu_there_is_one_source_with_a_slot_per_core()
    {
        var (definition, _) = Assert.Single(SourceDetection.Of(SourceDetection.Detect([], cores: 2), "a", Nothing));

        Assert.Equal(("cpu", "a", 2), (definition.Name, definition.Node, definition.Slots));
    }

    [Fact]
    public void A_node_has_what_is_configured_for_it_and_for_all_in_configured_order()
    {
        ComputeSourceOptions[] options =
        [
            new() { Name = "gpu0", Node = "b" },
            new() { Name = "cpu", Slots = 4, Services = ["x"] },
            new() { Name = "gpu1", Node = "a" },
        ];

        Assert.Equal([("cpu@a", 1), ("gpu1@a", 2)], SourceDetection.Of(options, "a", Nothing).Select(source => (source.Definition.Key, source.Definition.Order)));
        Assert.Equal([("gpu0@b", 0), ("cpu@b", 1)], SourceDetection.Of(options, "b", Nothing).Select(source => (source.Definition.Key, source.Definition.Order)));
    }

    [Fact]
    public void One_entry_stands_for_each_gpu_and_the_others_see_none()
    {
        ComputeSourceOptions[] options =
        [
            new() { Name = "cpu", Slots = 4 },
            new() { Each = SourceEach.Gpu, Slots = 2, Services = ["x"], Environment = new Dictionary<string, string> { ["A"] = "b" } },
            new() { Name = "old", Environment = new Dictionary<string, string> { [Visible] = "1" } },
        ];

        var expanded = SourceDetection.Expand(options, "a", Machines.Of(Machines.Broken));
        var sources = SourceDetection.Of(expanded, "a", new Dictionary<string, string> { [Visible] = "0,2" });

        Assert.Equal(
            [("cpu", 4, 0), ("gpu0", 2, 1), ("gpu2", 2, 2), ("old", 1, 3)],
            sources.Select(source => (source.Definition.Name, source.Definition.Slots, source.Definition.Order)));
        Assert.Equal(
            ["", "GPU-5d5ba0d6-0000-0000-0000-000000000000", "GPU-77777777-2222-2222-2222-222222222222", "1"],
            sources.Select(source => source.Context.Environment[Visible]));
        Assert.Equal(["x"], sources[1].Definition.Services);
        Assert.Equal("b", sources[1].Context.Environment["A"]);
    }

    [Fact]
    public void An_entry_for_the_gpus_of_another_node_changes_nothing()
    {
        ComputeSourceOptions[] options = [new() { Each = SourceEach.Gpu, Node = "b" }, new() { Name = "cpu" }];

        var (definition, context) = Assert.Single(SourceDetection.Of(SourceDetection.Expand(options, "a", []), "a", Nothing));

        Assert.Equal(("cpu@a", 1), (definition.Key, definition.Order));
        Assert.Empty(context.Environment);
    }

    [Fact]
    public void A_source_that_says_nothing_of_gpus_has_what_its_node_was_given()
    {
        ComputeSourceOptions[] options =
        [
            new() { Name = "one" },
            new() { Name = "two", Environment = new Dictionary<string, string> { [Visible] = "5" } },
        ];

        var sources = SourceDetection.Of(options, "a", new Dictionary<string, string> { [Visible] = "3", [VisibleDevices.OrderVariable] = "PCI_BUS_ID" });

        Assert.Equal(["3", "5"], sources.Select(source => source.Context.Environment[Visible]));
        Assert.Equal("PCI_BUS_ID", sources[0].Context.Environment[VisibleDevices.OrderVariable]);
    }
}
