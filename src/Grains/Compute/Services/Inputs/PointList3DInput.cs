using System.Text.Json;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>Points in space as text: <c>x,y,z;x,y,z</c>, each coordinate what Python's <c>float()</c> takes.</summary>
public sealed class PointList3DInput(string id) : MainJsonInput(id)
{
    /// <summary>Any number of points but none.</summary>
    public const int AnyNumber = -1;

    /// <summary>How many points there must be. Default: <see cref="AnyNumber"/>.</summary>
    public int NumberEntries { get; init; } = AnyNumber;

    /// <summary>As a client would send it; empty stands for no points. Default: empty.</summary>
    public string Default { get; init; } = "";

    public override string Type => "pointlist";

    internal override object DefaultValue => Default.Length == 0 ? Array.Empty<Point3D>() : Parse(Default);

    internal override PythonValue DefaultEntry => new PythonValue.Text(Default);

    internal override string AbsentText => "No value/input entry or no valid point list structure.";

    internal override object Read(PythonValue value) =>
        Parse(value is PythonValue.Text { Value: var text } ? text : throw new InputRefusedException(AbsentText));

    private protected override void WriteExtras(Utf8JsonWriter json)
    {
        base.WriteExtras(json);
        json.WriteNumber("number_entries", NumberEntries);
    }

    private Point3D[] Parse(string text)
    {
        var points = text.Split(';').Select(ParsePoint).ToArray();
        return NumberEntries == AnyNumber || points.Length == NumberEntries
            ? points
            : throw new InputRefusedException($"Length of point list is {points.Length} but {NumberEntries} expected!");
    }

    private Point3D ParsePoint(string text) =>
        text.Split(',') is [var first, var second, var third]
        && PythonFloat.TryParse(first, out var x)
        && PythonFloat.TryParse(second, out var y)
        && PythonFloat.TryParse(third, out var z)
            ? new Point3D(x, y, z)
            : throw new InputRefusedException(AbsentText);
}

/// <summary>A point in the patient's or the volume's space, as the client means it; coordinates need not be finite.</summary>
public readonly record struct Point3D(double X, double Y, double Z);
