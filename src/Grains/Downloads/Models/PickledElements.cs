using System.Runtime.InteropServices;
using System.Text;
using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>The elements of numpy arrays as .NET has them.</summary>
internal static class PickledElements
{
    private static readonly UTF32Encoding Utf32 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>The elements of an array of one or two dimensions, the first index running fastest.</summary>
    public static double[] Doubles(PickledArray array)
    {
        var stored = MemoryMarshal.Cast<byte, double>(array.Bytes);
        if (array.Fortran || array.Shape is not [var rows, var columns])
        {
            return stored.ToArray();
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

    /// <summary>The texts of an array of one dimension; null when it is none.</summary>
    public static string[]? Texts(PickledArray array) => array switch
    {
        { Shape.Count: not 1 } => null,
        { Type.Code: 'O' } when array.Objects.Count == array.Length && array.Objects.All(value => value is PickledText) =>
            [.. array.Objects.Cast<PickledText>().Select(text => text.Value)],
        { Type: { Code: 'U', Size: var size } } => FixedTexts(array.Bytes, size),
        _ => null,
    };

    private static string[]? FixedTexts(byte[] bytes, int size)
    {
        try
        {
            return [.. bytes.Chunk(size).Select(text => Utf32.GetString(text).TrimEnd('\0'))];
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
