using System.Runtime.InteropServices;
using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>The elements of numpy arrays as .NET has them.</summary>
internal static class PickledElements
{
    /// <summary>The elements of an array of floats of one or two dimensions, the first index running fastest.</summary>
    public static double[] Doubles(PickledArray array)
    {
        var stored = Stored(array);
        if (array.Fortran || array.Shape is not [var rows, var columns])
        {
            return stored;
        }

        var values = new double[stored.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                values[(column * rows) + row] = stored[(row * columns) + column];
            }
        }

        return values;
    }

    /// <summary>The labels in an array of one dimension; null when an element is none.</summary>
    public static Label[]? Labels(PickledArray array)
    {
        if (array.Type is null || array.Shape.Count != 1 || (array.Type.Code == 'O' && array.Objects.Count != array.Length))
        {
            return null;
        }

        var labels = new Label[array.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            if (Label.Of(array.Element(i)) is not { } label)
            {
                return null;
            }

            labels[i] = label;
        }

        return labels;
    }

    /// <summary>Whether the array is the numbers from 0 on.</summary>
    public static bool AreCounted(PickledValue? value, int count)
    {
        if (value is not PickledArray { Type.Code: 'i' or 'u', Shape.Count: 1 } array || array.Length != count)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            if (array.Element(i) is not PickledInteger { Value: var number } || number != i)
            {
                return false;
            }
        }

        return true;
    }

    private static double[] Stored(PickledArray array)
    {
        if (array.Type!.Size == sizeof(double))
        {
            return MemoryMarshal.Cast<byte, double>(array.Bytes).ToArray();
        }

        var stored = MemoryMarshal.Cast<byte, float>(array.Bytes);
        var values = new double[stored.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = stored[i];
        }

        return values;
    }
}
