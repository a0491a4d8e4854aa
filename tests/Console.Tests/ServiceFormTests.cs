using System.Text.Json;
using Switchyard.Compute;
using Switchyard.Tickets.Pages;

namespace Switchyard.OperatorConsole;

public sealed class ServiceFormTests
{
    [Fact]
    public void What_is_said_in_the_form_becomes_main_json()
    {
        var form = Of(
            """{"id": "level", "name": "Level", "description": "", "type": "float", "store": "mainjson", "default": 1e-07, "minimum": 0, "maximum": 1}""",
            """{"id": "count", "name": "", "description": "", "type": "int", "store": "mainjson", "default": -12345678901234567890}""",
            """{"id": "on", "name": "On", "description": "", "type": "boolean", "store": "mainjson", "default": true}""",
            """{"id": "mode", "name": "Mode", "description": "", "type": "singlechoice", "store": "mainjson", "default": "b", "choices": ["a", "b"]}""",
            """{"id": "seed", "name": "Seed", "description": "", "type": "pointlist", "store": "mainjson", "default": "1,2,3", "number_entries": 2}""",
            """{"id": "note", "name": "Note", "description": "", "type": "str", "store": "mainjson", "default": "é\""}""",
            """{"id": "scan", "name": "Scan", "description": "", "type": "volume", "store": "file"}""");

        Assert.All(form.Fields!, input => Assert.Null(input.Problem));
        Assert.Equal("count", form.Fields![1].Name);
        Assert.Equal(["scan"], form.Fields!.Where(input => input.IsFile).Select(input => input.Id));
        using var main = JsonDocument.Parse(form.WriteMain());
        var inputs = main.RootElement.GetProperty("inputs");
        Assert.Equal(["level", "count", "on", "mode", "seed", "note"], inputs.EnumerateObject().Select(input => input.Name));
        Assert.Equal(1e-07, inputs.GetProperty("level").GetDouble());
        Assert.Equal("-12345678901234567890", inputs.GetProperty("count").GetRawText());
        Assert.True(inputs.GetProperty("on").GetBoolean());
        Assert.Equal("b", inputs.GetProperty("mode").GetString());
        Assert.Equal("1,2,3;0,0,0", inputs.GetProperty("seed").GetString());
        Assert.Equal("é\"", inputs.GetProperty("note").GetString());
    }

    [Theory]
    [InlineData("float", "", "Not a number.")]
    [InlineData("float", "1,5", "Not a number.")]
    [InlineData("float", "NaN", "Not a number.")]
    [InlineData("int", "1.5", "Not a whole number.")]
    [InlineData("float", "-1e3", null)]
    [InlineData("int", "-3", null)]
    public void A_number_that_is_none_is_told_before_anything_is_sent(string type, string typed, string? problem)
    {
        var field = Of($$"""{"id": "n", "name": "N", "description": "", "type": "{{type}}", "store": "mainjson", "default": 0}""").Fields![0];

        field.Value = typed;

        Assert.Equal(problem, field.Problem);
    }

    [Fact]
    public void A_point_needs_three_numbers()
    {
        var field = Of("""{"id": "p", "name": "P", "description": "", "type": "pointlist", "store": "mainjson", "default": "", "number_entries": -1}""").Fields![0];
        Assert.NotNull(field.Problem);

        field.Points.Add(new FormPoint { X = "1.5", Y = "", Z = "2" });
        Assert.NotNull(field.Problem);

        field.Points[0].Y = "-1";
        Assert.Null(field.Problem);
    }

    [Fact]
    public void A_service_whose_inputs_cannot_be_read_has_no_form()
    {
        Assert.Null(ServiceForm.Of(new ServiceDefinition("S", "", """{"f": {"id": "f", "default": NaN}}""")).Fields);
        Assert.Null(ServiceForm.Of(new ServiceDefinition("S", "", """{"f": 1}""")).Fields);
        Assert.Null(ServiceForm.Of(new ServiceDefinition("S", "", "[]")).Fields);
    }

    private static ServiceForm Of(params string[] inputs) => ServiceForm.Of(new ServiceDefinition(
        "S", "", $"{{{string.Join(',', inputs.Select((input, place) => $"\"i{place}\": {input}"))}}}"));
}
