namespace Switchyard.Compute.Sources.Gpus;

public sealed class VisibleDevicesTests
{
    [Theory]
    [InlineData(null, "0 1 2", null)]
    [InlineData("", "", null)]
    [InlineData("-1", "", null)]
    [InlineData("NoDevFiles", "", null)]
    [InlineData("1", "1", null)]
    [InlineData(" 2 ,0", "2 0", null)]
    [InlineData("1,1", "1", null)]
    [InlineData("GPU-77777777-2222-2222-2222-222222222222,0", "2 0", null)]
    [InlineData("GPU-7", "2", null)]
    // The beginning of two, so it is none: and nothing behind it counts.
    [InlineData("0,GPU-5d5b,2", "0", "GPU-5d5b")]
    [InlineData("0,7,1", "0", "7")]
    [InlineData("0,-1,1", "0", null)]
    [InlineData("MIG-1", "", "MIG-1")]
    [InlineData("all", "", "all")]
    public void A_node_has_what_it_was_given(string? visible, string expected, string? unknown)
    {
        var (given, notFound) = VisibleDevices.Of(Machines.Of(Machines.Three), visible);

        Assert.Equal((expected, unknown), (string.Join(' ', given.Select(device => device.Place)), notFound));
    }

    [Theory]
    [InlineData("0", "0-mig0 0-mig1")]
    [InlineData("GPU-5d5ba0d6", "0-mig0 0-mig1")]
    [InlineData("MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb", "0-mig1")]
    [InlineData("MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb,0,1", "0-mig1 0-mig0 1")]
    public void A_slice_is_given_alone_or_with_its_gpu(string visible, string expected) =>
        Assert.Equal(expected, string.Join(' ', VisibleDevices.Of(Machines.Of(Machines.Sliced), visible).Given.Select(device => device.Place)));
}
