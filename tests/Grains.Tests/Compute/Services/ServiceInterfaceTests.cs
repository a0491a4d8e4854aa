using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Switchyard.Compute.Services.BuiltIn;

namespace Switchyard.Compute.Services;

public sealed class ServiceInterfaceTests
{
    [Fact]
    public void FloatComputation_is_shown_as_the_original_shows_it()
    {
        Assert.Equal(
            """{"name":"FloatComputation","description":"This Service performs a multiplication or addition of two floats","interface":{"f1":{"id":"f1","name":"first float","description":"","type":"float","store":"mainjson","default":0},"f2":{"id":"f2","name":"second float","description":"","type":"float","store":"mainjson","default":0},"op":{"id":"op","name":"float operation","description":"","type":"singlechoice","store":"mainjson","default":"multiply","choices":["add","multiply"]}}}""",
            Show(new FloatComputation(TimeProvider.System)));
    }

    [Fact]
    public void Dummy_is_shown_as_the_original_shows_it()
    {
        Assert.Equal(
            """{"name":"Dummy","description":"This Service does nothing but waiting for 20 secs, but expects a choice between Bayern, Real and Barcelona as an input.","interface":{"dummyinput":{"id":"dummyinput","name":"Club","description":"","type":"singlechoice","store":"mainjson","default":"Bayern","choices":["Bayern","Real","Barcelona"]}}}""",
            Show(new Dummy(new DummyOptions(), TimeProvider.System)));
    }

    [Fact]
    public void Every_type_of_input_is_shown_as_the_original_shows_it()
    {
        var options = new ServiceOptions
        {
            Name = "InnerEarSegmentation",
            Description = "D",
            Command = ["true"],
            Inputs =
            [
                new() { Id = "cissvolume", Name = "Inner ear volume", Description = "A volume", Type = ServiceInputType.Volume },
                new() { Id = "onlyLargestComponent", Type = ServiceInputType.Boolean },
                new() { Id = "center", Type = ServiceInputType.PointList3D },
                new() { Id = "three", Type = ServiceInputType.PointList3D, NumberEntries = 3 },
                new() { Id = "i", Type = ServiceInputType.Int, Default = "-12345678901234567890" },
                new() { Id = "s", Type = ServiceInputType.String, Default = "é\"" },
                new() { Id = "f", Type = ServiceInputType.Float, Default = "1e-7" },
                new() { Id = "bounded", Type = ServiceInputType.Int, Default = "7", Minimum = -1, Maximum = 1.5 },
                new() { Id = "report", Type = ServiceInputType.File },
                new() { Id = "slices", Type = ServiceInputType.Files },
            ],
        };

        Assert.Equal(
            """{"name":"InnerEarSegmentation","description":"D","interface":{"cissvolume":{"id":"cissvolume","name":"Inner ear volume","description":"A volume","type":"volume","store":"file"},"onlyLargestComponent":{"id":"onlyLargestComponent","name":"onlyLargestComponent","description":"","type":"boolean","store":"mainjson","default":false},"center":{"id":"center","name":"center","description":"","type":"pointlist","store":"mainjson","default":"","number_entries":-1},"three":{"id":"three","name":"three","description":"","type":"pointlist","store":"mainjson","default":"","number_entries":3},"i":{"id":"i","name":"i","description":"","type":"int","store":"mainjson","default":-12345678901234567890},"s":{"id":"s","name":"s","description":"","type":"str","store":"mainjson","default":"\u00e9\""},"f":{"id":"f","name":"f","description":"","type":"float","store":"mainjson","default":1e-07},"bounded":{"id":"bounded","name":"bounded","description":"","type":"int","store":"mainjson","default":7,"minimum":-1,"maximum":1.5},"report":{"id":"report","name":"report","description":"","type":"file","store":"file"},"slices":{"id":"slices","name":"slices","description":"","type":"files","store":"file"}}}""",
            Show(new CommandService(options, new ResultLimits(), null, Isolations.None(), TimeProvider.System)));
    }

    [Fact]
    public void Two_services_cannot_have_one_name()
    {
        var service = new FloatComputation(TimeProvider.System);

        Assert.Throws<ArgumentException>(() => new ServiceCatalog([service, service]));
        Assert.Same(service, new ServiceCatalog([service]).Find("FloatComputation"));
        Assert.Null(new ServiceCatalog([service]).Find("floatcomputation"));
    }

    private static string Show(IService service)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            ServiceCatalog.Write(json, service);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
