using Microsoft.Extensions.Configuration;
using Switchyard.Compute;
using Switchyard.Tickets;

namespace Switchyard.Configuration;

/// <summary>Lists, dictionaries, and the sections that have them.</summary>
public sealed class ComputeSettingsTests
{
    [Fact]
    public void Sources_are_read_whole_and_in_order()
    {
        var sources = Read(
            "Compute:Sources:1:Name=cpu",
            "Compute:Sources:0:Name=gpu0",
            "Compute:Sources:0:Node=east",
            "Compute:Sources:0:Slots=2",
            "Compute:Sources:0:Services:0=Dummy",
            "Compute:Sources:0:Services:1=mine",
            "Compute:Sources:0:Environment:CUDA_VISIBLE_DEVICES=0",
            "Compute:Sources:0:Environment:EMPTY=",
            "Compute:Lease=00:01:00",
            "Services:0:Name=mine",
            "Services:0:Command:0=true").Compute.Sources;

        Assert.Equal(["gpu0", "cpu"], sources.Select(source => source.Name));
        Assert.Equal(("east", 2), (sources[0].Node, sources[0].Slots));
        Assert.Equal(["Dummy", "mine"], sources[0].Services);
        Assert.Equal(new Dictionary<string, string> { ["CUDA_VISIBLE_DEVICES"] = "0", ["EMPTY"] = "" }, sources[0].Environment);
        Assert.Empty(sources[1].Services);
    }

    [Fact]
    public void A_source_may_stand_for_each_gpu_beside_others()
    {
        var sources = Read(
            "Compute:Sources:0:Each=gpu",
            "Compute:Sources:1:Name=gpus",
            "Compute:Sources:2:Name=gpu0",
            "Compute:Sources:2:Node=east",
            "Compute:Sources:0:Node=west").Compute.Sources;

        Assert.Equal([SourceEach.Gpu, null, null], sources.Select(source => source.Each));
        Assert.Equal((null, "gpu"), (sources[0].Name, sources[0].NameOfEach));
    }

    [Fact]
    public void Eleven_entries_are_in_the_order_of_numbers()
    {
        var services = Read([.. Enumerable.Range(0, 11).Select(i => $"Services:{i}:Name=s{i}")]).Services.Commands;

        Assert.Equal(Enumerable.Range(0, 11).Select(i => $"s{i}"), services.Select(service => service.Name));
    }

    [Fact]
    public void Services_are_a_list_beside_what_is_built_in()
    {
        var services = Read(
            "Services:Dummy:Seconds=3",
            "Services:0:Name=mine",
            "Services:0:Command:0=python3",
            "Services:0:Command:1=",
            "Services:0:Inputs:0:Id=mode",
            "Services:0:Inputs:0:Type=singlechoice",
            "Services:0:Inputs:0:Choices:0=a",
            "Services:0:Inputs:0:Choices:1=b",
            "Services:0:Inputs:0:Optional=true",
            "Services:0:Timeout=00:10:00",
            "Services:0:MemoryBytes=1000000000").Services;

        Assert.Equal(3, services.Dummy.Seconds);
        var mine = Assert.Single(services.Commands);
        Assert.Equal(["python3", ""], mine.Command);
        Assert.Equal((TimeSpan.FromMinutes(10), 1_000_000_000L), (mine.Timeout!.Value, mine.MemoryBytes!.Value));
        var input = Assert.Single(mine.Inputs);
        Assert.Equal((ServiceInputType.SingleChoice, true), (input.Type!.Value, input.Optional));
        Assert.Equal(["a", "b"], input.Choices);
    }

    [Fact]
    public void The_defaults_are_those_of_the_contract()
    {
        var settings = Read();

        Assert.Empty(settings.Compute.Sources);
        Assert.Equal(5, settings.Compute.MaxLostRuns);
        Assert.Equal(20, settings.Services.Dummy.Seconds);
        var tickets = settings.Of<TicketsOptions>();
        Assert.Equal(new TicketsOptions(), tickets);
        Assert.Equal(
            (419_430_400L, 4_294_967_296L, 10_000, TimeSpan.FromDays(7)),
            (tickets.MaxRequestBytes, tickets.MaxUnpackedBytes, tickets.MaxEntries, tickets.ResultRetention));
    }

    [Fact]
    public void Tickets_are_read_whole() => Assert.Equal(
        new TicketsOptions
        {
            MaxRequestBytes = 1,
            MaxUnpackedBytes = 2,
            MaxEntries = 3,
            ResultRetention = TimeSpan.FromHours(1),
            Classic = new ClassicOptions { Service = "Threshold", SliderMinimum = -5, SliderMaximum = 5 },
        },
        Read(
            "Tickets:MaxRequestBytes=1",
            "Tickets:MaxUnpackedBytes=2",
            "Tickets:MaxEntries=3",
            "Tickets:ResultRetention=01:00:00",
            "Tickets:Classic:Service=Threshold",
            "Tickets:Classic:SliderMinimum=-5",
            "Tickets:Classic:SliderMaximum=5").Of<TicketsOptions>());

    [Fact]
    public void Several_services_may_be_classic()
    {
        var settings = Read(
            "Tickets:MaxEntries=3",
            "Tickets:Classic:0:Service=Threshold",
            "Tickets:Classic:1:Service=Dummy",
            "Tickets:Classic:1:Url=/dummy/it",
            "Tickets:Classic:2:Service=Dummy",
            "Tickets:Classic:2:Url=https://localhost:9001");

        Assert.Equal(
            [new() { Service = "Threshold" }, new() { Service = "Dummy", Url = "/dummy/it" }, new ClassicOptions { Service = "Dummy", Url = "https://localhost:9001" }],
            settings.Of<TicketsOptions>().Classics);
        Assert.Equal(3, settings.Of<TicketsOptions>().MaxEntries);
        Assert.Equal(["https://localhost:9001"], settings.Urls.Doors.Select(door => door.Url));
        Assert.Equal(new ClassicOptions { Service = "Dummy" }, Assert.Single(Read("Tickets:Classic:Service=Dummy").Of<TicketsOptions>().Classics));
    }

    [Fact]
    public void Bounds_of_an_input_are_numbers()
    {
        var input = Read(
            "Services:0:Name=a", "Services:0:Inputs:0:Minimum=-1.5", "Services:0:Inputs:0:Maximum=1e3", "Services:0:Inputs:0:Check=true").Services.Commands[0].Inputs[0];

        Assert.Equal<(double?, double?, bool)>((-1.5, 1000, true), (input.Minimum, input.Maximum, input.Check));
    }

    [Theory]
    [InlineData("Compute:Sources:0:Services:1: there is no service 'Nothing'", "Compute:Sources:0:Name=a", "Compute:Sources:0:Services:0=Dummy", "Compute:Sources:0:Services:1=Nothing")]
    [InlineData("Compute:Sources:0:Services:0: there is no service 'dummy'", "Compute:Sources:0:Name=a", "Compute:Sources:0:Services:0=dummy")]
    [InlineData("Compute:Sources:0:Name is missing", "Compute:Sources:0:Slots=1")]
    [InlineData("Compute:Sources:0:Name: 'a@b'", "Compute:Sources:0:Name=a@b")]
    [InlineData("Compute:Sources:1:Name: there is another source 'a'", "Compute:Sources:0:Name=a", "Compute:Sources:1:Name=a", "Compute:Sources:1:Node=n")]
    [InlineData("Compute:Sources:0:Slots: '0'", "Compute:Sources:0:Name=a", "Compute:Sources:0:Slots=0")]
    [InlineData("Compute:Sources:0:Slot ", "Compute:Sources:0:Name=a", "Compute:Sources:0:Slot=1")]
    [InlineData("Compute:Sources is a list", "Compute:Sources=cpu")]
    [InlineData("Compute:Sources:cpu ", "Compute:Sources:cpu:Name=cpu")]
    [InlineData("Compute:Sources:2 comes after a gap: there is no Compute:Sources:1", "Compute:Sources:0:Name=a", "Compute:Sources:2:Name=b")]
    [InlineData("Compute:Sources:0:Services is a list", "Compute:Sources:0:Name=a", "Compute:Sources:0:Services=Dummy")]
    [InlineData("Compute:Sources:0:Services:0:Name ", "Compute:Sources:0:Name=a", "Compute:Sources:0:Services:0:Name=Dummy")]
    [InlineData("Compute:Sources:0:Environment is a section", "Compute:Sources:0:Name=a", "Compute:Sources:0:Environment=A=b")]
    [InlineData("Compute:Sources:0:Each: 'cpu'", "Compute:Sources:0:Each=cpu")]
    [InlineData("Compute:Sources:1:Each: another source", "Compute:Sources:0:Each=Gpu", "Compute:Sources:1:Each=Gpu", "Compute:Sources:1:Name=a")]
    [InlineData("Compute:Sources:1:Name: there is another source 'gpu1-mig0'", "Compute:Sources:0:Each=Gpu", "Compute:Sources:1:Name=gpu1-mig0")]
    [InlineData("Compute:Sources:1:Name: there is another source 'a'", "Compute:Sources:0:Name=a7", "Compute:Sources:1:Name=a", "Compute:Sources:1:Each=Gpu")]
    [InlineData("Compute:Sources:0:Environment:CUDA_VISIBLE_DEVICES: ", "Compute:Sources:0:Each=Gpu", "Compute:Sources:0:Environment:CUDA_VISIBLE_DEVICES=1")]
    [InlineData("Compute:Lease: ", "Compute:Lease=00:00:01")]
    [InlineData("Compute:MaxLostRuns: '0'", "Compute:MaxLostRuns=0")]
    [InlineData("Compute:MaxLostRuns: '1001'", "Compute:MaxLostRuns=1001")]
    [InlineData("Services:Dumy ", "Services:Dumy:Seconds=1")]
    [InlineData("Services:Dummy:Seconds: '-1'", "Services:Dummy:Seconds=-1")]
    [InlineData("Services:0:Name is missing", "Services:0:Command:0=true")]
    [InlineData("Services:0:Name: there is another service 'Threshold'", "Services:0:Name=Threshold")]
    [InlineData("Services:1:Name: there is another service 'a'", "Services:0:Name=a", "Services:1:Name=a")]
    [InlineData("Services:0:Inputs:0:Type: 'scan'", "Services:0:Name=a", "Services:0:Inputs:0:Type=scan")]
    [InlineData("Services:0:Comand ", "Services:0:Name=a", "Services:0:Comand:0=true")]
    [InlineData("Services is a list", "Services=Dummy")]
    [InlineData("Tickets:MaxEntries: '0'", "Tickets:MaxEntries=0")]
    [InlineData("Tickets:ResultRetention: ", "Tickets:ResultRetention=7")]
    [InlineData("Tickets:Classic:Service: there is no service 'Nothing'", "Tickets:Classic:Service=Nothing")]
    [InlineData("Tickets:Classic:SliderMaximum: '0'", "Tickets:Classic:SliderMaximum=0")]
    [InlineData("Tickets:Classic:1:Service is missing", "Tickets:Classic:0:Service=Dummy", "Tickets:Classic:1:Url=/a")]
    [InlineData("Tickets:Classic:0:Service: there is no service 'Nothing'", "Tickets:Classic:0:Service=Nothing")]
    [InlineData("Tickets:Classic:1:Url: another service is there", "Tickets:Classic:0:Service=Dummy", "Tickets:Classic:1:Service=Threshold")]
    [InlineData("Tickets:Classic:0:Url: 'ear' is neither", "Tickets:Classic:0:Service=Dummy", "Tickets:Classic:0:Url=ear")]
    [InlineData("Tickets:Classic:0:Url: ", "Tickets:Classic:0:Service=Dummy", "Tickets:Classic:0:Url=http://")]
    [InlineData("Tickets:Classic:Url: '/a/{b}' is neither", "Tickets:Classic:Service=Dummy", "Tickets:Classic:Url=/a/{b}")]
    [InlineData("Tickets:Classic:Service ", "Tickets:Classic:0:Service=Dummy", "Tickets:Classic:Service=Dummy")]
    [InlineData("Tickets:Classics ", "Tickets:Classics:0:Service=Dummy")]
    [InlineData("Services:0:Inputs:0:Minimum: 'low' is not a number", "Services:0:Name=a", "Services:0:Inputs:0:Minimum=low")]
    [InlineData("Services:0:Inputs:0:Maximum: 'NaN' is not a number", "Services:0:Name=a", "Services:0:Inputs:0:Maximum=NaN")]
    [InlineData("Doors:Tickets:Url: ", "Doors:Tickets:Url=5100")]
    public void A_refused_value_is_named_by_its_key_in_one_line(string beginning, params string[] settings)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(settings));

        Assert.StartsWith(beginning, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(StartRefusedException.WrongSetting, refusal.ExitCode);
    }

    [Fact]
    public void Nodes_may_have_sources_of_one_name() => Assert.Equal(
        2,
        Read("Compute:Sources:0:Name=a", "Compute:Sources:0:Node=n", "Compute:Sources:1:Name=a", "Compute:Sources:1:Node=m").Compute.Sources.Count);

    private static FrontSettings Read(params string[] settings) => FrontSettings.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
            .Build());
}
