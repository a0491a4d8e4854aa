namespace Switchyard.Compute.Isolation;

public sealed class CgroupMountsTests
{
    [Fact]
    public void A_service_of_systemd_has_its_own_group() => Assert.Equal(
        new CgroupMounts("/sys/fs/cgroup/system.slice/switchyard.service", null, null),
        CgroupMounts.Parse(
            ["26 23 0:22 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate"],
            ["0::/system.slice/switchyard.service"]));

    [Fact]
    public void On_a_machine_with_both_versions_limits_are_of_the_first() => Assert.Equal(
        new CgroupMounts("/sys/fs/cgroup/unified", "/sys/fs/cgroup/memory/job", "/sys/fs/cgroup/pids"),
        CgroupMounts.Parse(
            [
                "30 25 0:26 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
                "31 25 0:27 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids",
                "32 25 0:28 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct",
                "33 25 0:29 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw",
                "34 25 254:0 / / rw - ext4 /dev/vda rw",
            ],
            ["8:pids:/", "4:memory:/job", "3:cpu,cpuacct:/", "0::/"]));

    [Theory]
    [InlineData("/", "/", "/sys/fs/cgroup")]
    [InlineData("/docker/1", "/docker/1", "/sys/fs/cgroup")]
    [InlineData("/docker/1", "/docker/1/run", "/sys/fs/cgroup/run")]
    [InlineData("/docker/1", "/docker/12", "/sys/fs/cgroup")]
    [InlineData("/", "/../2", "/sys/fs/cgroup")]
    public void A_container_sees_a_part_of_the_tree(string root, string path, string directory) => Assert.Equal(
        directory,
        CgroupMounts.Parse([$"26 23 0:22 {root} /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw"], [$"0::{path}"]).Unified);

    [Fact]
    public void Without_any_there_is_none() =>
        Assert.Equal(new CgroupMounts(null, null, null), CgroupMounts.Parse(["", "nonsense - cgroup2", "34 25 254:0 / / rw - ext4 /dev/vda rw"], ["0::/", ""]));
}
