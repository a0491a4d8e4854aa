using Switchyard.Compute.Sources;

namespace Switchyard.Compute;

public sealed class SourceDetectionTests
{
    [Fact]
    public void Each_gpu_that_is_found_is_a_source_of_one_slot_that_sees_only_itself()
    {
        var sources = SourceDetection.Of(SourceDetection.Detect("0, NVIDIA H200\n1, NVIDIA A100, 80GB\n", cores: 16), "a");

        Assert.Equal([("gpu0@a", 1, 0), ("gpu1@a", 1, 1)], sources.Select(source => (source.Definition.Key, source.Definition.Slots, source.Definition.Order)));
        Assert.Equal(["0", "1"], sources.Select(source => source.Context.Environment["CUDA_VISIBLE_DEVICES"]));
        Assert.All(sources, source => Assert.Empty(source.Definition.Services));
    }

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found\n")]
    public void Without_a_gpu_there_is_one_source_with_a_slot_per_core(string found)
    {
        var (definition, _) = Assert.Single(SourceDetection.Of(SourceDetection.Detect(found, cores: 2), "a"));

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

        Assert.Equal([("cpu@a", 1), ("gpu1@a", 2)], SourceDetection.Of(options, "a").Select(source => (source.Definition.Key, source.Definition.Order)));
        Assert.Equal([("gpu0@b", 0), ("cpu@b", 1)], SourceDetection.Of(options, "b").Select(source => (source.Definition.Key, source.Definition.Order)));
    }
}
