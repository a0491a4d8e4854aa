namespace Switchyard.Downloads.Pickles;

/// <summary>A numpy array, or a numpy scalar as an array without dimensions.</summary>
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

    /// <exception cref="PickleRefusedException">The bytes are not those of one element.</exception>
    public static PickledArray Scalar(PickledDType type, PickledBytes value)
    {
        var scalar = new PickledArray();
        scalar.Set(type, [], value);
        return scalar;
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
