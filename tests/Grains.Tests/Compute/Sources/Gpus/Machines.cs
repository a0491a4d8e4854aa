namespace Switchyard.Compute.Sources.Gpus;

/// <summary>What <c>nvidia-smi -L</c> prints on machines of some kinds.</summary>
internal static class Machines
{
    public const string Three = """
        GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-0000-0000-0000-000000000000)
        GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5bffff-1111-1111-1111-111111111111)
        GPU 2: Quadro (RTX) 6000 (UUID: GPU-77777777-2222-2222-2222-222222222222)

        """;

    public const string Sliced = """
        GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-0000-0000-0000-000000000000)
          MIG 3g.20gb     Device  0: (UUID: MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f)
          MIG 1g.5gb+me   Device  1: (UUID: MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb)
        GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5bffff-1111-1111-1111-111111111111)

        """;

    /// <summary>One of three has fallen off its bus.</summary>
    public const string Broken = """
        GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-0000-0000-0000-000000000000)
        Unable to determine the device handle for gpu 0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU
        GPU 2: Quadro (RTX) 6000 (UUID: GPU-77777777-2222-2222-2222-222222222222)

        """;

    public static IReadOnlyList<GpuDevice> Of(string printed) => GpuList.Parse(printed).Devices;
}
