using Microsoft.Extensions.Configuration;
using Switchyard.Downloads;
using Switchyard.Jobs;

namespace Switchyard.Configuration;

/// <summary>What a front end alone understands. The node's tests go through every message.</summary>
public sealed class FrontSettingsTests
{
    [Fact]
    public void Open_is_the_default_on_loopback() => Assert.True(Read().Auth.IsOpen);

    [Fact]
    public void Open_to_the_network_must_be_said()
    {
        const string Urls = "Urls=http://0.0.0.0:5000";
        Assert.StartsWith("Auth:Mode: ", Assert.Throws<StartRefusedException>(() => Read(Urls)).Message, StringComparison.Ordinal);
        Assert.True(Read(Urls, "Auth:AllowAnonymous=true").Auth.IsOpen);
        Assert.False(Read(Urls, "Auth:Mode=Basic", "Auth:Basic:User=u", "Auth:Basic:Password=p").Auth.IsOpen);
    }

    [Theory]
    [InlineData("Auth:Mode: ", "Auth:Mode=Basic,Magic")]
    [InlineData("Auth:Basic:User ", "Auth:Mode=Basic")]
    [InlineData("Auth:Basic:Password ", "Auth:Mode=Basic", "Auth:Basic:User=u")]
    [InlineData("Auth:AllowAnonymous: ", "Auth:AllowAnonymous=yes")]
    [InlineData("Auth:Basic:Password and Auth:Basic:PasswordFile are both set", "Auth:Mode=Basic", "Auth:Basic:User=u", "Auth:Basic:Password=p", "Auth:Basic:PasswordFile=/dev/null")]
    [InlineData("Auth:Basic:PasswordFile: /dev/null is empty", "Auth:Mode=Basic", "Auth:Basic:User=u", "Auth:Basic:PasswordFile=/dev/null")]
    [InlineData("Auth:Basic:PasswordFile: /nowhere cannot be read", "Auth:Mode=Basic", "Auth:Basic:User=u", "Auth:Basic:PasswordFile=/nowhere")]
    [InlineData("Auth:Basic:PasswordHash is no hash", "Auth:Mode=Basic", "Auth:Basic:User=u", "Auth:Basic:PasswordHash=geheim")]
    [InlineData("Auth:Basic:Users:0:Role is needed", "Auth:Mode=Basic", "Auth:Basic:Users:0:User=u", "Auth:Basic:Users:0:Password=p")]
    [InlineData("Auth:Basic:Users:0:Password is needed", "Auth:Mode=Basic", "Auth:Basic:Users:0:User=u", "Auth:Basic:Users:0:Role=viewer")]
    [InlineData("Auth:Basic:User must have", "Auth:Mode=Basic", "Auth:Basic:User=a:b", "Auth:Basic:Password=p")]
    [InlineData("Auth:Basic: there are two accounts", "Auth:Mode=Basic", "Auth:Basic:User=u", "Auth:Basic:Password=p", "Auth:Basic:Users:0:User=u", "Auth:Basic:Users:0:Password=p", "Auth:Basic:Users:0:Role=viewer")]
    [InlineData("Auth:Jwt:JwksUrl: ", "Auth:Mode=Jwt", "Auth:Jwt:JwksUrl=/jwks.json")]
    [InlineData("Auth:Jwt:Audience is needed", "Auth:Mode=Keys,Jwt", "Auth:Jwt:JwksUrl=https://keys.example/jwks")]
    [InlineData("Auth:Keys:0: name must be", "Auth:Keys:0:Role=viewer", "Auth:Keys:0:Key=sy_01234567890123456789012345678901")]
    [InlineData("Auth:Keys:0: role must be one of", "Auth:Keys:0:Name=n", "Auth:Keys:0:Key=sy_01234567890123456789012345678901")]
    [InlineData("Auth:Keys:0:Role: ", "Auth:Keys:0:Name=n", "Auth:Keys:0:Role=king")]
    [InlineData("Auth:Keys:0: doors may name ", "Auth:Keys:0:Name=n", "Auth:Keys:0:Role=viewer", "Auth:Keys:0:Doors:0=Cellar")]
    [InlineData("Auth:Keys:0: queues must be ", "Auth:Keys:0:Name=n", "Auth:Keys:0:Role=viewer", "Auth:Keys:0:Queues:0=a b")]
    [InlineData("Auth:Keys:0:KeyFile or Auth:Keys:0:KeyHash is needed", "Auth:Keys:0:Name=n", "Auth:Keys:0:Role=viewer")]
    [InlineData("Auth:Keys:0:KeyFile: /nowhere cannot be read", "Auth:Keys:0:Name=n", "Auth:Keys:0:Role=viewer", "Auth:Keys:0:KeyFile=/nowhere")]
    [InlineData("Auth:Keys:0:Key must be sy_ and ", "Auth:Keys:0:Name=n", "Auth:Keys:0:Role=viewer", "Auth:Keys:0:Key=sy_0123456789012345678901234567890")]
    [InlineData("Auth:Keys:0:Key must be sy_ and ", "Auth:Keys:0:Name=n", "Auth:Keys:0:Role=viewer", "Auth:Keys:0:Key=01234567890123456789012345678901234")]
    [InlineData("Auth:Keys:0:KeyHash must be the SHA-256", "Auth:Keys:0:Name=n", "Auth:Keys:0:Role=viewer", "Auth:Keys:0:KeyHash=0123")]
    [InlineData("Auth:Keys:0:KeyHash goes with neither", "Auth:Keys:0:Name=n", "Auth:Keys:0:Role=viewer", "Auth:Keys:0:KeyHash=0123", "Auth:Keys:0:Key=k")]
    [InlineData("Auth:Keys:1 is the same key", "Auth:Keys:0:Name=n", "Auth:Keys:0:Role=viewer", "Auth:Keys:0:Key=sy_01234567890123456789012345678901", "Auth:Keys:1:Name=m", "Auth:Keys:1:Role=admin", "Auth:Keys:1:Key=sy_01234567890123456789012345678901")]
    [InlineData("Auth:Keys:0:Secret ", "Auth:Keys:0:Secret=s")]
    [InlineData("Auth:TrustedProxies:0: ", "Auth:TrustedProxies:0=10.0.0.1/33")]
    [InlineData("Tables:Analyse ", "Tables:Analyse=true")]
    [InlineData("Cluster:Idd ", "Cluster:Idd=yard")]
    [InlineData("Storage:Provider: ", "Storage:Provider=Mongo")]
    [InlineData("Doors:Tables:Url: ", "Doors:Tables:Url=5100")]
    [InlineData("Doors:Jobs:Url: ", "Doors:Jobs:Url=5100")]
    [InlineData("Jobs:Jwt:JwksUrl is needed", "Jobs:Jwt:Enabled=true")]
    [InlineData("Jobs:Jwt:JwksUrl: ", "Jobs:Jwt:JwksUrl=/jwks.json")]
    [InlineData("Jobs:Jwt:JwksUrl: ", "Jobs:Jwt:JwksUrl=file:///jwks.json")]
    [InlineData("Jobs:ApiKey must have at least 16 characters", "Jobs:ApiKey=123456789012345")]
    [InlineData("Jobs:ApiKey and Jobs:ApiKeyFile are both set", "Jobs:ApiKey=1234567890123456", "Jobs:ApiKeyFile=/dev/null")]
    [InlineData("Jobs:ApiKeyFile: /nowhere cannot be read", "Jobs:ApiKeyFile=/nowhere")]
    [InlineData("Downloads:RedisFile: /nowhere cannot be read", "Downloads:ConnectionString=Host=db", "Downloads:RedisFile=/nowhere")]
    [InlineData("Jobs:LeaseTimeout: ", "Jobs:LeaseTimeout=00:00:00")]
    [InlineData("Jobs:MaxLostLeases: '0'", "Jobs:MaxLostLeases=0")]
    [InlineData("Storage:MinFree: '-1'", "Storage:MinFree=-1")]
    [InlineData("Storage:MinFree: '256 MiB'", "Storage:MinFree=256 MiB")]
    [InlineData("Jobs:Inputdir ", "Jobs:Inputdir=/in")]
    [InlineData("Doors:Chairs ", "Doors:Chairs:Url=http://127.0.0.1:5100")]
    [InlineData("Doors:Expertise:Url: ", "Doors:Expertise:Url=5100")]
    [InlineData("Expertise:OpenReviewBaseUrl: ", "Expertise:OpenReviewBaseUrl=api2.openreview.net")]
    [InlineData("Expertise:OpenReviewBaseUrl: ", "Expertise:OpenReviewBaseUrl=ftp://api2.openreview.net")]
    [InlineData("Expertise:OpenReviewBaseUrl: ", "Expertise:OpenReviewBaseUrl=http://u:p@api2.openreview.net")]
    [InlineData("Expertise:Superusers:0 is empty", "Expertise:Superusers:0=")]
    [InlineData("Expertise:Superusers ", "Expertise:Superusers=~A1")]
    [InlineData("Expertise:DefaultModel: ", "Expertise:DefaultModel=magic")]
    [InlineData("Expertise:DatasetTimeout: ", "Expertise:DatasetTimeout=00:00:00")]
    [InlineData("Expertise:ScoringTimeout: ", "Expertise:ScoringTimeout=31.00:00:00")]
    [InlineData("Expertise:IdentityLifetime: ", "Expertise:IdentityLifetime=01:00:01")]
    [InlineData("Expertise:MaxRequestBytes: ", "Expertise:MaxRequestBytes=1023")]
    [InlineData("Downloads:Whatever ", "Downloads:Whatever=1")]
    [InlineData("Downloads:ConnectionString names no database", "Downloads:ConnectionString= ")]
    [InlineData("Downloads:ConnectionString: ", "Downloads:ConnectionString=secret")]
    [InlineData("Downloads:ConnectionString is needed by Downloads:Redis", "Downloads:Redis=127.0.0.1:6379")]
    [InlineData("Downloads:Redis is not ", "Downloads:ConnectionString=Host=db", "Downloads:Redis=secret")]
    [InlineData("Downloads:Redis is not ", "Downloads:ConnectionString=Host=db", "Downloads:Redis=db:0")]
    [InlineData("Downloads:Redis is not ", "Downloads:ConnectionString=Host=db", "Downloads:Redis=db:70000")]
    [InlineData("Downloads:Redis is not ", "Downloads:ConnectionString=Host=db", "Downloads:Redis=:6379")]
    [InlineData("Downloads:Redis is not ", "Downloads:ConnectionString=Host=db", "Downloads:Redis=redis://db:6379")]
    [InlineData("Downloads:Redis is not ", "Downloads:ConnectionString=Host=db", "Downloads:Redis=password=secret,db:6379")]
    [InlineData("Downloads:Redis is not ", "Downloads:ConnectionString=Host=db", "Downloads:Redis=db:6379,secret")]
    [InlineData("Downloads:Predictor ", "Downloads:Predictor=python3")]
    [InlineData("Downloads:Predictor:0 is empty", "Downloads:Predictor:0=")]
    [InlineData("Downloads:Timeout: ", "Downloads:Timeout=00:00:00")]
    [InlineData("Downloads:LookEvery: ", "Downloads:LookEvery=2.00:00:00")]
    [InlineData("Downloads:IncludeUsers: ", "Downloads:IncludeUsers=no")]
    public void A_refused_value_is_named_by_its_key_in_one_line(string key, params string[] settings)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(settings));

        Assert.StartsWith(key, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(StartRefusedException.WrongSetting, refusal.ExitCode);
    }

    [Fact]
    public void Nothing_is_the_default()
    {
        var settings = Read("Auth:Mode=", "Cluster:Id=", "Urls=", "Doors:Tables:Url=");

        Assert.True(settings.Auth.IsOpen);
        Assert.Equal("switchyard", settings.Node.Id);
        Assert.Equal(["http://127.0.0.1:5000"], settings.Urls.All);
    }

    [Fact]
    public void The_jobs_door_is_read_whole()
    {
        var settings = Read(
            "Jobs:InputDirectory=/in",
            "Jobs:BumpEnabled=true",
            "Jobs:LeaseTimeout=00:10:00",
            "Jobs:MaxLostLeases=3",
            "Jobs:ApiKey=1234567890123456",
            "Jobs:Jwt:Enabled=true",
            "Jobs:Jwt:JwksUrl=https://keys.example/jwks.json",
            "Jobs:Jwt:Audience=datastore-qa",
            "Doors:Tables:Url=http://127.0.0.1:5100",
            "Doors:Jobs:Url=http://127.0.0.1:5101");

        Assert.Equal(
            new JobsOptions
            {
                InputDirectory = "/in",
                BumpEnabled = true,
                LeaseTimeout = TimeSpan.FromMinutes(10),
                MaxLostLeases = 3,
                ApiKey = "1234567890123456",
                Jwt = new JobsJwtOptions { Enabled = true, JwksUrl = "https://keys.example/jwks.json", Audience = "datastore-qa" },
            },
            settings.Of<JobsOptions>());
        Assert.Equal(
            [new DoorUrl("Tables", "http://127.0.0.1:5100"), new DoorUrl("Jobs", "http://127.0.0.1:5101")], settings.Urls.Doors);
    }

    [Fact]
    public void The_downloads_door_is_read_whole_and_off_by_default()
    {
        var settings = Read(
            "Downloads:ConnectionString=Host=db;Password=a=b;Database=postgres",
            "Downloads:Redis=db:6379,[::1]:6380,password=a b,ssl=true",
            "Downloads:IncludeUsers=false",
            "Downloads:Timeout=00:10:00",
            "Downloads:LookEvery=00:00:05",
            "Downloads:Predictor:0=python3",
            "Downloads:Predictor:1=predict.py");

        var on = settings.Of<DownloadsOptions>();
        Assert.Equal("Host=db;Password=a=b;Database=postgres", on.ConnectionString);
        Assert.Equal("db:6379,[::1]:6380,password=a b,ssl=true", on.Redis);
        Assert.False(on.IncludeUsers);
        Assert.Equal(TimeSpan.FromMinutes(10), on.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(5), on.LookEvery);
        Assert.Equal(["python3", "predict.py"], on.Predictor);

        var off = Read("Downloads:ConnectionString=", "Downloads:Redis=").Of<DownloadsOptions>();
        Assert.Null(off.ConnectionString);
        Assert.Null(off.Redis);
        Assert.True(off.IncludeUsers);
        Assert.Empty(off.Predictor);
    }

    [Theory]
    [InlineData("Urls=http://127.0.0.1:5000", true)]
    [InlineData("Urls=http://localhost:5000", true)]
    [InlineData("Urls=http://yard.localhost:5000", true)]
    [InlineData("Urls=http://[::1]:5000", true)]
    [InlineData("Urls=http://127.0.0.1:5000;http://0.0.0.0:5100", false)]
    [InlineData("Urls=http://*:5000", false)]
    [InlineData("Urls=http://+:5000", false)]
    [InlineData("Urls=http://yard.example:5000", false)]
    [InlineData("Doors:Tables:Url=http://0.0.0.0:5100", false)]
    [InlineData("Kestrel:Endpoints:More:Url=http://0.0.0.0:5100", false)]
    public void Loopback_is_told_from_the_network(string setting, bool loopback) =>
        Assert.Equal(loopback, Read(setting, "Auth:AllowAnonymous=true").Urls.AreLoopback);

    private static FrontSettings Read(params string[] settings) => FrontSettings.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build());
}
