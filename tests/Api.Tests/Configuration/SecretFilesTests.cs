using Microsoft.Extensions.Configuration;
using Switchyard.Downloads;
using Switchyard.Hosting;
using Switchyard.Jobs;
using Switchyard.Settings;

namespace Switchyard.Configuration;

/// <summary>Whatever setting may hold a secret can be a file instead, in one way.</summary>
public sealed class SecretFilesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Each_setting_that_may_hold_a_secret_has_one_for_its_file()
    {
        var secrets = new[] { typeof(FrontSettings).Assembly, typeof(JobsOptions).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties().Where(property => property.CanWrite && property.PropertyType == typeof(string)).Select(property => (Type: type, property.Name)))
            // An address that may have a password in it is one, too. A hash is none to those who cannot guess.
            .Where(property => (SecretKeys.IsSecret($"{property.Type.Name}:{property.Name}") || property.Name == "Redis") && !property.Name.EndsWith("Hash", StringComparison.Ordinal))
            // That one is read from ConnectionStrings:Switchyard, which has a file.
            .Where(property => property != (typeof(StorageOptions), "ConnectionString"))
            .ToList();

        Assert.True(secrets.Count >= 6, $"There are only {secrets.Count}.");
        Assert.All(secrets, secret => Assert.NotNull(secret.Type.GetProperty(secret.Name + "File")));
    }

    [Fact]
    public void A_key_of_the_file_is_the_key()
    {
        File.WriteAllText(_file, "1234567890123456\n");
        Assert.Equal("1234567890123456", JobsSection.Read(Of("Jobs:ApiKeyFile")).ApiKey);
        File.WriteAllText(_file, "secret");
        Assert.StartsWith("Jobs:ApiKeyFile: ", Assert.Throws<StartRefusedException>(() => JobsSection.Read(Of("Jobs:ApiKeyFile"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_the_file_is_the_address()
    {
        File.WriteAllText(_file, "db:6379,password=x\n");

        Assert.Equal("db:6379,password=x", DownloadsSection.Read(Of("Downloads:RedisFile", ("Downloads:ConnectionString", "Host=db"))).Redis);
    }

    private IConfiguration Of(string key, params (string Key, string Value)[] more) => new ConfigurationBuilder()
        .AddInMemoryCollection([new(key, _file), .. more.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))])
        .Build();
}
