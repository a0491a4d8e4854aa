using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Hosting;
using Switchyard.Nodes;
using Switchyard.Servers;

namespace Switchyard.Storage;

/// <summary>The cluster's membership in PostgreSQL, without a silo that would act on it.</summary>
public sealed class MembershipTableTests(SharedPostgres server) : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 8, 1, 12, 0, 0, DateTimeKind.Utc);
    private static int _generation;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-members-");
    private IHost _host = null!;
    private IMembershipTable _members = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestSilo.BuildAsync(new StorageOptions
        {
            Provider = StorageProvider.Postgres,
            DataDirectory = _directory.FullName,
            ConnectionString = await server.CreateDatabaseAsync(),
        });
        _members = _host.Services.GetRequiredService<IMembershipTable>();
        await _members.InitializeMembershipTableAsync(tryInitTableVersion: true, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_member_is_read_as_it_was_inserted()
    {
        var member = NewMember(SiloStatus.Joining);
        Assert.True(await InsertAsync(member));

        var table = await _members.ReadRowAsync(member.SiloAddress, Token);

        var (read, _) = Assert.Single(table.Members);
        Assert.Equal((member.SiloAddress, member.SiloName, member.HostName), (read.SiloAddress, read.SiloName, read.HostName));
        Assert.Equal((member.Status, member.ProxyPort, member.StartTime), (read.Status, read.ProxyPort, read.StartTime));
        Assert.Equal(member.IAmAliveTime, read.IAmAliveTime);
    }

    [Fact]
    public async Task A_change_from_an_old_version_is_refused_whole()
    {
        var table = await _members.ReadAllAsync(Token);
        Assert.True(await InsertAsync(NewMember(SiloStatus.Joining)));
        var late = NewMember(SiloStatus.Joining);

        Assert.False(await _members.InsertRowAsync(late, table.Version.Next(), Token));
        Assert.Empty((await _members.ReadRowAsync(late.SiloAddress, Token)).Members);
    }

    [Fact]
    public async Task A_member_is_inserted_once_and_the_version_counts_once()
    {
        var member = NewMember(SiloStatus.Joining);
        Assert.True(await InsertAsync(member));
        var version = (await _members.ReadAllAsync(Token)).Version.Version;

        Assert.False(await InsertAsync(member));
        Assert.Equal(version, (await _members.ReadAllAsync(Token)).Version.Version);
    }

    [Fact]
    public async Task Of_changes_from_one_version_exactly_one_wins()
    {
        var version = (await _members.ReadAllAsync(Token)).Version.Next();

        var won = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => _members.InsertRowAsync(NewMember(SiloStatus.Joining), version, Token)));

        Assert.Single(won, true);
    }

    [Fact]
    public async Task A_suspicion_and_a_new_status_are_kept()
    {
        var member = NewMember(SiloStatus.Active);
        await InsertAsync(member);
        member.AddSuspector(NewMember(SiloStatus.Active).SiloAddress, Start.AddSeconds(3));
        member.Status = SiloStatus.ShuttingDown;
        var table = await _members.ReadAllAsync(Token);
        var (_, etag) = Assert.Single(table.Members);

        Assert.True(await _members.UpdateRowAsync(member, etag, table.Version.Next(), Token));
        Assert.False(await _members.UpdateRowAsync(member, etag, table.Version.Next(), Token));

        var (read, _) = Assert.Single((await _members.ReadRowAsync(member.SiloAddress, Token)).Members);
        Assert.Equal(SiloStatus.ShuttingDown, read.Status);
        Assert.Equal(member.SuspectTimes, read.SuspectTimes);
    }

    [Fact]
    public async Task A_sign_of_life_is_kept()
    {
        var member = NewMember(SiloStatus.Active);
        await InsertAsync(member);
        member.IAmAliveTime = Start.AddMinutes(5);

        await _members.UpdateIAmAliveAsync(member, Token);

        var (read, _) = Assert.Single((await _members.ReadRowAsync(member.SiloAddress, Token)).Members);
        Assert.Equal(Start.AddMinutes(5), read.IAmAliveTime);
    }

    [Fact]
    public async Task Old_members_that_are_not_active_are_swept()
    {
        var dead = NewMember(SiloStatus.Dead);
        var active = NewMember(SiloStatus.Active);
        await InsertAsync(dead);
        await InsertAsync(active);

        await _members.CleanupDefunctSiloEntriesAsync(Start.AddDays(1), Token);

        Assert.Empty((await _members.ReadRowAsync(dead.SiloAddress, Token)).Members);
        Assert.Single((await _members.ReadRowAsync(active.SiloAddress, Token)).Members);
    }

    /// <summary>As when a cluster that was killed whole starts again.</summary>
    [Fact]
    public async Task Earlier_lives_end_however_many_nodes_start_at_once()
    {
        var (earlier, others) = (Enumerable.Range(1, 12).Select(port => NewMember(SiloStatus.Active, port)).ToList(), NewMember(SiloStatus.Active));
        foreach (var member in earlier.Append(others))
        {
            Assert.True(await InsertAsync(member));
        }

        await Task.WhenAll(earlier.Select(member => EndEarlierLivesAsync(NewMember(SiloStatus.Joining, member.SiloAddress.Endpoint.Port))));

        var table = await _members.ReadAllAsync(Token);
        Assert.All(earlier, member => Assert.Equal(SiloStatus.Dead, table.TryGet(member.SiloAddress)!.Item1.Status));
        Assert.Equal(SiloStatus.Active, table.TryGet(others.SiloAddress)!.Item1.Status);
    }

    [Fact]
    public async Task A_later_life_is_left_alone_and_so_is_this_one()
    {
        var (self, later) = (NewMember(SiloStatus.Joining), NewMember(SiloStatus.Active));
        await InsertAsync(self);
        await InsertAsync(later);

        await EndEarlierLivesAsync(self);

        var table = await _members.ReadAllAsync(Token);
        Assert.Equal([SiloStatus.Joining, SiloStatus.Active], [table.TryGet(self.SiloAddress)!.Item1.Status, table.TryGet(later.SiloAddress)!.Item1.Status]);
    }

    private static MembershipEntry NewMember(SiloStatus status, int port = 11111)
    {
        var generation = Interlocked.Increment(ref _generation);
        return new MembershipEntry
        {
            // TEST-NET-1: no probe ever reaches it.
            SiloAddress = SiloAddress.New(IPAddress.Parse("192.0.2.1"), port, generation),
            SiloName = $"node{generation}",
            HostName = "host",
            Status = status,
            ProxyPort = 30000,
            StartTime = Start,
            IAmAliveTime = Start,
        };
    }

    private Task EndEarlierLivesAsync(MembershipEntry self) =>
        new EarlierLives(_members, new Self(self), TimeProvider.System, NullLogger<EarlierLives>.Instance).EndAsync(Token);

    private async Task<bool> InsertAsync(MembershipEntry member)
    {
        var table = await _members.ReadAllAsync(Token);
        return await _members.InsertRowAsync(member, table.Version.Next(), Token);
    }

    private sealed class Self(MembershipEntry member) : ILocalSiloDetails
    {
        public string Name => member.SiloName;

        public string ClusterId => "";

        public string DnsHostName => member.HostName;

        public SiloAddress SiloAddress => member.SiloAddress;

        public SiloAddress GatewayAddress => member.SiloAddress;
    }
}
