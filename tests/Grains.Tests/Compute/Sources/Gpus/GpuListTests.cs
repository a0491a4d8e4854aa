namespace Switchyard.Compute.Sources.Gpus;

public sealed class GpuListTests
{
    [Fact]
    public void Each_gpu_is_a_device() => Assert.Equal(
        [
            new(0, null, "GPU-5d5ba0d6-0000-0000-0000-000000000000", "GPU-5d5ba0d6-0000-0000-0000-000000000000") { Name = "NVIDIA A100-SXM4-40GB" },
            new(1, null, "GPU-5d5bffff-1111-1111-1111-111111111111", "GPU-5d5bffff-1111-1111-1111-111111111111") { Name = "NVIDIA A100-SXM4-40GB" },
            new(2, null, "GPU-77777777-2222-2222-2222-222222222222", "GPU-77777777-2222-2222-2222-222222222222") { Name = "Quadro (RTX) 6000" },
        ],
        Machines.Of(Machines.Three));

    [Fact]
    public void A_gpu_that_is_cut_into_slices_is_its_slices() => Assert.Equal(
        [
            ("0-mig0", "MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f", "NVIDIA A100-SXM4-40GB, 3g.20gb"),
            ("0-mig1", "MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb", "NVIDIA A100-SXM4-40GB, 1g.5gb+me"),
            ("1", "GPU-5d5bffff-1111-1111-1111-111111111111", "NVIDIA A100-SXM4-40GB"),
        ],
        Machines.Of(Machines.Sliced).Select(device => (device.Place, device.Uuid, device.Name)));

    /// <summary>As drivers before 470 name them.</summary>
    [Fact]
    public void A_slice_may_have_a_name_of_the_old_form() => Assert.Equal(
        "MIG-GPU-5d5ba0d6/7/0",
        Assert.Single(Machines.Of("GPU 0: A100 (UUID: GPU-5d5ba0d6)\r\n  MIG 1g.5gb Device 0: (UUID: MIG-GPU-5d5ba0d6/7/0)\r\n")).Uuid);

    [Fact]
    public void What_is_wrong_with_one_does_not_take_the_others_away()
    {
        var list = GpuList.Parse(Machines.Broken);

        Assert.Equal([0, 2], list.Devices.Select(device => device.Index));
        Assert.Equal(["Unable to determine the device handle for gpu 0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU"], list.Others);
    }

    [Fact]
    public void The_memory_of_whole_gpus_is_known_by_their_uuid()
    {
        var devices = GpuMemory.Of(
            Machines.Of(Machines.Sliced),
            "GPU-5d5bffff-1111-1111-1111-111111111111, 40960\nGPU-5d5ba0d6-0000-0000-0000-000000000000, 40960\n[N/A], [N/A]\nGPU-other, 1\n");

        Assert.Equal([null, null, 42_949_672_960], devices.Select(device => device.MemoryBytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found\n")]
    [InlineData("GPU x: A100 (UUID: GPU-1)\nGPU 99999999999: A100 (UUID: GPU-1)\n  MIG 1g.5gb Device 0: (UUID: MIG-1)\n")]
    public void Anything_else_is_no_device(string printed) => Assert.Empty(Machines.Of(printed));
}
