using System.Globalization;

namespace Switchyard.Downloads.Pickles;

/// <summary>The type of the elements of an array.</summary>
/// <remarks>Read are numbers of up to 8 bytes, lists of objects, and text in UTF-32 of a fixed length, all little-endian.</remarks>
internal sealed class PickledDType : PickledValue
{
    /// <summary>The length of a text is told in characters, that of an element in bytes.</summary>
    private const int BytesOfCharacter = 4;

    private bool _built;

    /// <param name="name">As numpy abbreviates it: <c>f8</c>, <c>i8</c>, <c>O8</c>, <c>U12</c>.</param>
    /// <exception cref="PickleRefusedException">The type is none that is read.</exception>
    public PickledDType(string name)
    {
        (Code, Size) = name switch
        {
            "f4" or "f8" or "i1" or "i2" or "i4" or "i8" or "u1" or "u2" or "u4" or "u8" or "b1" or "O8" => (name[0], name[1] - '0'),
            ['U', .. var length] when int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var characters)
                && characters is > 0 and <= int.MaxValue / BytesOfCharacter => ('U', characters * BytesOfCharacter),
            _ => throw new PickleRefusedException($"The pickle holds an array of type {PickleRefusedException.Shown(name)}, which is not allowed."),
        };
    }

    /// <summary><c>f</c>, <c>i</c>, <c>u</c>, <c>b</c>, <c>O</c> or <c>U</c>.</summary>
    public char Code { get; }

    /// <summary>Bytes of an element.</summary>
    public int Size { get; }

    public override string Kind => "numpy.dtype";

    /// <param name="state">(3, byte order, no subtype, no names, no fields, size, alignment, flags).</param>
    /// <exception cref="PickleRefusedException">The state is of another version, big-endian or structured.</exception>
    public void Build(PickledValue state)
    {
        var allowed = !_built
            && state is PickledTuple { Items: [PickledInteger { Value: 3 }, PickledText { Value: var order }, PickledNone, PickledNone, PickledNone, PickledInteger { Value: var size }, PickledInteger, PickledInteger] }
            && order == (Code == 'O' || Size == 1 ? "|" : "<")
            && (size == -1 || (Code == 'U' && size == Size));
        if (!allowed)
        {
            throw new PickleRefusedException("The pickle holds a numpy.dtype that is big-endian, structured or of an unknown version.");
        }

        _built = true;
    }
}
