using Microsoft.Extensions.Configuration;
using Switchyard.Compute;
using Switchyard.Downloads;
using Switchyard.Hosting;
using Switchyard.Jobs;
using Switchyard.Tables;

namespace Switchyard.Configuration;

public sealed class NodeSettingsTests
{
    [Fact]
    public void Without_settings_a_node_is_embedded_and_open_on_loopback()
    {
        var settings = Read();

        Assert.Equal(["http://127.0.0.1:5000"], settings.Urls.All);
        Assert.Equal(
            (StorageProvider.Sqlite, "./data", 256L << 20), (settings.Storage.Provider, settings.Storage.DataDirectory, settings.Storage.MinFree));
        Assert.Equal(10, settings.Front.Of<JobsOptions>().MaxLostLeases);
        Assert.Equal((Environment.MachineName, "switchyard"), (settings.Node.NodeName, settings.Node.Id));
        Assert.Equal((11111, 30000), (settings.Node.SiloPort, settings.Node.GatewayPort));
        Assert.True(settings.Auth.IsOpen);
    }

    [Fact]
    public void The_tables_door_has_the_promised_defaults()
    {
        Assert.Equal(
            new TablesOptions
            {
                InputDirectory = null,
                LeaseTimeout = TimeSpan.FromHours(1),
                CeaColumnOrder = CeaColumnOrder.RowCol,
                UrlPrefix = "http://www.wikidata.org/entity/",
                OutputAddPrefix = false,
                Audit = true,
                Analyze = false,
                MaxTableBytes = 32 * 1024 * 1024,
            },
            Read().Front.Of<TablesOptions>());
    }

    [Fact]
    public void Every_setting_is_taken_whatever_its_case()
    {
        var settings = Read(
            "Storage:DataDirectory=/var/lib/yard",
            "Storage:MinFree=1048576",
            "CLUSTER:NODENAME=left",
            "Cluster:Id=yard",
            "Cluster:SiloPort=11",
            "Cluster:GatewayPort=12",
            "Tables:InputDirectory=/in",
            "Tables:LeaseTimeout=1.02:03:04",
            "tables:ceacolumnorder=colrow",
            "Tables:UrlPrefix=http://x/",
            "Tables:OutputAddPrefix=TRUE",
            "Tables:Audit=false",
            "Tables:Analyze=true",
            "Tables:MaxTableBytes=1024");

        Assert.Equal(("/var/lib/yard", 1048576), (settings.Storage.DataDirectory, settings.Storage.MinFree));
        Assert.Equal(new NodeOptions { NodeName = "left", Id = "yard", SiloPort = 11, GatewayPort = 12 }, settings.Node);
        Assert.Equal(
            new TablesOptions
            {
                InputDirectory = "/in",
                LeaseTimeout = new TimeSpan(1, 2, 3, 4),
                CeaColumnOrder = CeaColumnOrder.ColRow,
                UrlPrefix = "http://x/",
                OutputAddPrefix = true,
                Audit = false,
                Analyze = true,
                MaxTableBytes = 1024,
            },
            settings.Front.Of<TablesOptions>());
    }

    [Fact]
    public void A_value_of_nothing_is_the_default() =>
        Assert.Equal(TimeSpan.FromHours(1), Read("Tables:LeaseTimeout=").Front.Of<TablesOptions>().LeaseTimeout);

    [Fact]
    public void No_prefix_is_a_prefix() => Assert.Equal("", Read("Tables:UrlPrefix=").Front.Of<TablesOptions>().UrlPrefix);

    [Theory]
    [InlineData("Tables:LeaseTimout=01:00:00", "Tables:LeaseTimout is not a setting of Switchyard (did you mean Tables:LeaseTimeout?)")]
    [InlineData("Tables:Weather=fine", "Tables:Weather is not a setting of Switchyard")]
    [InlineData("Storage:ConnectionString=x", "Storage:ConnectionString is not a setting of Switchyard")]
    [InlineData("Tables:LeaseTimeout=abc", "Tables:LeaseTimeout: 'abc' is not a time span hh:mm:ss")]
    [InlineData("Tables:LeaseTimeout=5", "Tables:LeaseTimeout: '5' is not a time span hh:mm:ss")]
    [InlineData("Tables:LeaseTimeout=00:00:00", "Tables:LeaseTimeout: '00:00:00' is not between 00:00:01 and 30.00:00:00")]
    [InlineData("Tables:LeaseTimeout=-01:00:00", "Tables:LeaseTimeout: '-01:00:00' is not a time span hh:mm:ss")]
    [InlineData("Cluster:LeaveDelay=10", "Cluster:LeaveDelay: '10' is not a time span hh:mm:ss")]
    [InlineData("Cluster:LeaveDelay=00:00:31", "Cluster:LeaveDelay: '00:00:31' is not between 00:00:00 and 00:00:30")]
    [InlineData("Tables:MaxTableBytes=32MiB", "Tables:MaxTableBytes: '32MiB' is not a whole number")]
    [InlineData("Tables:MaxTableBytes=134217729", "Tables:MaxTableBytes: '134217729' is not between 1 and 134217728")]
    [InlineData("Tables:MaxTableBytes=0", "Tables:MaxTableBytes: '0' is not between 1 and 134217728")]
    [InlineData("Tables:Audit=yes", "Tables:Audit: 'yes' is not true or false")]
    [InlineData("Tables:Audit:Deep=true", "Tables:Audit:Deep is not a setting of Switchyard: Tables:Audit is one value")]
    [InlineData("Tables=on", "Tables is a section, it has no value of its own")]
    [InlineData("Tables:CeaColumnOrder=1", "Tables:CeaColumnOrder: '1' is not one of RowCol, ColRow")]
    [InlineData("Storage:Provider=Mongo", "Storage:Provider: 'Mongo' is not one of Sqlite, Postgres")]
    [InlineData("Storage:Provider=Postgres", "ConnectionStrings:Switchyard is needed by Storage:Provider=Postgres")]
    [InlineData("Cluster:SiloPort=0", "Cluster:SiloPort: '0' is not between 1 and 65535")]
    [InlineData("Cluster:SiloPort=port", "Cluster:SiloPort: 'port' is not a whole number")]
    [InlineData("Doors:Tables:Uri=http://127.0.0.1:1", "Doors:Tables:Uri is not a setting of Switchyard (did you mean Doors:Tables:Url?)")]
    [InlineData("Doors:Tables:Url=5001", "Doors:Tables:Url: '5001' is not a url such as http://127.0.0.1:5000")]
    [InlineData("Urls=5001", "Urls: '5001' is not a url such as http://127.0.0.1:5000")]
    [InlineData("Services:0:Name=mine", "Services:0:Command: is missing, or has a NUL in it")]
    [InlineData("Services:0:Command:0=true", "Services:0:Name is missing")]
    [InlineData("Compute:Sources:0:Slots=2", "Compute:Sources:0:Name is missing")]
    [InlineData("Auth:Mode=Magic", "Auth:Mode: 'Magic' is not one of None, Keys, Basic, Jwt")]
    [InlineData("Auth:Mode=Jwt", "Auth:Jwt:JwksUrl is needed by Auth:Mode=Jwt")]
    [InlineData("Compute:Isolation=Full", "Compute:Isolation: 'Full' is not one of None, Auto, Required")]
    [InlineData("Auth:Mode=Basic,None", "Auth:Mode: None goes with no other way")]
    [InlineData("Auth:Mode=Basic", "Auth:Basic:User is needed by Auth:Mode=Basic")]
    [InlineData("Auth:Basic:Users:0:Rôle=viewer", "Auth:Basic:Users:0:Rôle is not a setting of Switchyard (did you mean Auth:Basic:Users:0:Role?)")]
    [InlineData("Auth:Basic:Users:0:Role=king", "Auth:Basic:Users:0:Role: 'king' is not one of Viewer, Client, Worker, Operator, Admin")]
    [InlineData("Auth:TrustedProxies:0=gate", "Auth:TrustedProxies:0: 'gate' is no address or network such as 10.0.0.0/8")]
    public void A_wrong_setting_is_told_in_one_line(string setting, string line)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(setting));

        Assert.Equal(line, refusal.Message);
        Assert.Equal(StartRefusedException.WrongSetting, refusal.ExitCode);
    }

    [Theory]
    [InlineData("Urls=http://0.0.0.0:5000")]
    [InlineData("Urls=http://127.0.0.1:5000;http://*:5001")]
    [InlineData("Urls=http://[::]:5000")]
    [InlineData("Urls=http://yard.example.org:5000")]
    [InlineData("Urls=http://localhost.example.org:5000")]
    [InlineData("Doors:Tables:Url=http://192.0.2.7:5001")]
    [InlineData("Kestrel:Endpoints:More:Url=http://0.0.0.0:5002")]
    public void Without_authentication_only_loopback_is_allowed(string setting)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(setting));

        Assert.StartsWith("Auth:Mode: None would open the node to the network at ", refusal.Message, StringComparison.Ordinal);
        Assert.True(Read(setting, "Auth:AllowAnonymous=true").Auth.IsOpen);
        Assert.False(Read(setting, "Auth:Mode=Basic", "Auth:Basic:User=u", "Auth:Basic:Password=p").Auth.IsOpen);
    }

    [Theory]
    [InlineData("http://localhost:5000")]
    [InlineData("http://127.0.0.2:0")]
    [InlineData("http://[::1]:5000")]
    [InlineData("http://yard.localhost:5000")]
    [InlineData("http://unix:/tmp/yard.sock")]
    public void Loopback_needs_no_authentication(string url) => Assert.True(Read($"Urls={url}").Auth.IsOpen);

    [Fact]
    public void A_wrong_connection_string_is_told_without_its_password()
    {
        var refusal = Assert.Throws<StartRefusedException>(
            () => Read("Storage:Provider=Postgres", "ConnectionStrings:Switchyard=Hst=db;Password=secret"));

        Assert.StartsWith("ConnectionStrings:Switchyard: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_connection_of_the_downloads_door_is_told_without_its_password()
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read("Downloads:ConnectionString=Hst=db;Password=secret"));

        Assert.StartsWith("Downloads:ConnectionString: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("Host=db", Read("Downloads:ConnectionString=Host=db").Front.Of<DownloadsOptions>().ConnectionString);
    }

    [Theory]
    [InlineData("ConnectionStrings:Switchyard", "Storage:Provider=Postgres")]
    [InlineData("Downloads:ConnectionString", "Storage:Provider=Sqlite")]
    public void A_connection_string_may_be_in_a_file(string key, string provider)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "Host=db;Password=secret\n");

            var settings = Read(provider, $"{key}File={file}");
            Assert.Equal("Host=db;Password=secret", settings.Storage.ConnectionString ?? settings.Front.Of<DownloadsOptions>().ConnectionString);
            Assert.Equal([new SecretFile(file)], settings.SecretFiles);

            Refused($"{key} and {key}File are both set: set one of them", provider, $"{key}File={file}", $"{key}=Host=db");
            File.WriteAllText(file, "\n");
            Refused($"{key}File: {file} is empty", provider, $"{key}File={file}");
            File.WriteAllBytes(file, new byte[(64 << 10) + 1]);
            Refused($"{key}File: {file} has more than 65536 bytes", provider, $"{key}File={file}");
            File.Delete(file);
            Refused($"{key}File: {file} cannot be read: Could not find file '{file}'.", provider, $"{key}File={file}");
        }
        finally
        {
            File.Delete(file);
        }

        static void Refused(string line, params string[] settings) =>
            Assert.Equal(line, Assert.Throws<StartRefusedException>(() => Read(settings)).Message);
    }

    [Fact]
    public void What_isolation_alone_can_give_is_not_promised_without_it()
    {
        string[] service = ["Services:0:Name=s", "Services:0:Command:0=true", "Services:0:Network=false"];

        Assert.Equal(
            "Services:0:Network: false needs Compute:Isolation=Auto or Required", Assert.Throws<StartRefusedException>(() => Read(service)).Message);
        Assert.Equal(IsolationMode.Auto, Read([.. service, "Compute:Isolation=auto"]).Front.Compute.Isolation);
        Assert.Equal(IsolationMode.None, Read().Front.Compute.Isolation);
    }

    private static NodeSettings Read(params string[] settings) => NodeSettings.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build());
}
