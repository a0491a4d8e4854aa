using System.Buffers.Binary;

namespace Switchyard.Downloads.Pickles;

/// <summary>A numpy array.</summary>
internal sealed class PickledArray : PickledValue
{
    private const int MostDimensions = 32;

    private int _depth = 1;

    /// <summary>Null until the array has been built.</summary>
    public PickledDType? Type { get; private set; }

    public IReadOnlyList<int> Shape { get; private set; } = [];

    /// <summary>How many elements there are.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the first index runs fastest; otherwise it is the last.</summary>
    public bool Fortran { get; private set; }

    /// <summary>The elements, of <see cref="Length"/> times the type's size; empty for objects.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>The elements of an array of objects: as many as <see cref="Length"/>, unless a hostile pickle added some later.</summary>
    public IReadOnlyList<PickledValue> Objects { get; private set; } = [];

    public override int Depth => _depth;

    public override string Kind => "numpy.ndarray";

    /// <summary>A numpy scalar, as the value of Python that it stands for.</summary>
    /// <exception cref="PickleRefusedException">The bytes are not those of one element.</exception>
    public static PickledValue Scalar(PickledDType type, PickledBytes value)
    {
        var scalar = new PickledArray();
        scalar.Set(type, [], value);
        return scalar.Element(0);
    }

    /// <param name="order"><c>C</c> or <c>F</c>.</param>
    /// <exception cref="PickleRefusedException">The parts do not fit each other, or the order is another.</exception>
    public static PickledArray FromBuffer(PickledBytes data, PickledDType type, PickledTuple shape, string order)
    {
        var array = new PickledArray { Fortran = order == "F" };
        if (order is not ("C" or "F") || shape.Items.Count > MostDimensions)
        {
            throw new PickleRefusedException($"The pickle holds a numpy.ndarray in the order {PickleRefusedException.Shown(order)}, or with too many dimensions.");
        }

        array.Set(type, [.. shape.Items.Select(Extent)], data);
        return array;
    }

    /// <summary>An element in the order in which they are stored.</summary>
    /// <exception cref="PickleRefusedException">It is an integer beyond 64 bits, or no text.</exception>
    public PickledValue Element(int index)
    {
        var bytes = Type!.Code == 'O' ? default : Bytes.AsSpan(index * Type.Size, Type.Size);
        return (Type.Code, Type.Size) switch
        {
            ('O', _) => Objects[index],
            ('U', _) => PickledText.FromUtf32(bytes),
            ('b', _) => bytes[0] == 0 ? PickledBool.False : PickledBool.True,
            ('f', 4) => new PickledFloat(BinaryPrimitives.ReadSingleLittleEndian(bytes)),
            ('f', _) => new PickledFloat(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
            (var code, _) => new PickledInteger(Integer(bytes, isSigned: code == 'i')),
        };
    }

    /// <param name="state">(1, shape, type, whether in Fortran's order, bytes or list).</param>
    /// <exception cref="PickleRefusedException">The state is of another version, or its parts do not fit each other.</exception>
    public void Build(PickledValue state)
    {
        if (Type is not null
            || state is not PickledTuple { Items: [PickledInteger { Value: 1 }, PickledTuple { Items: { Count: <= MostDimensions } shape }, PickledDType type, PickledBool fortran, PickledBytes or PickledList] } parts)
        {
            throw new PickleRefusedException("The pickle holds a numpy.ndarray of an unknown version.");
        }

        Fortran = fortran.Value;
        Set(type, [.. shape.Select(Extent)], parts.Items[^1]);
        _depth = 1 + state.Depth;
    }

    private static long Integer(ReadOnlySpan<byte> bytes, bool isSigned)
    {
        var value = isSigned && (sbyte)bytes[^1] < 0 ? -1L : 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return isSigned || value >= 0 ? value : throw new PickleRefusedException("The pickle holds an integer of more than 64 bits.");
    }

    private static int Extent(PickledValue value) => value is PickledInteger { Value: >= 0 and <= int.MaxValue and var extent }
        ? (int)extent
        : throw new PickleRefusedException("The pickle holds a numpy.ndarray with a length that is none.");

    private void Set(PickledDType type, int[] shape, PickledValue data)
    {
        var elements = Elements(shape);
        var fits = (type.Code == 'O', data) switch
        {
            (true, PickledList list) => list.Items.Count == elements,
            (false, PickledBytes bytes) => bytes.Value.Length == elements * type.Size,
            _ => false,
        };
        if (!fits)
        {
            throw new PickleRefusedException("The pickle holds a numpy.ndarray whose data is not as long as its shape says.");
        }

        (Type, Shape, Length) = (type, shape, (int)elements);
        Bytes = (data as PickledBytes)?.Value ?? [];
        Objects = (data as PickledList)?.Items ?? [];
    }

    private static long Elements(int[] shape)
    {
        var elements = 1L;
        foreach (var extent in shape)
        {
            elements *= extent;
            if (elements > int.MaxValue)
            {
                throw new PickleRefusedException("The pickle holds a numpy.ndarray that is too large.");
            }
        }

        return elements;
    }
}
